import { useMutation } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { addNote } from '../../../contract/desk.ts'
import type { Language } from '../../../contract/identity.ts'
import { Composer } from '../../ui/chat/Composer.tsx'
import { putBackPictures, type StoredPicture } from '../../ui/chat/kept-pictures.ts'
import { usePictures } from '../../ui/chat/pictures.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call, NoAnswerError } from '../../ui/net/api.ts'
import { newKey } from '../../ui/net/keys.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useSay } from '../parts/say.ts'
import { type DraftKind, readDraft, useDraft, writeDraft } from './drafts.ts'
import { MacroOffer } from './MacroOffer.tsx'
import { MacroSheet } from './MacroSheet.tsx'
import { type Room, StandingLine } from './StandingLine.tsx'
import type { Standing } from './standing.ts'
import { useMacro } from './useMacro.ts'
import { useNaming } from './useNaming.tsx'

/** A note that got no answer is sent again under its own id this often before the agent is asked. */
const maximumNoteTries = 4

type WriterProps = {
  caseId: string
  standing: Standing
  /** May write to the customer; a note may be left always. */
  answers: boolean
  /** Name of the customer, or of the colleague who answers. */
  customer: string
  /** The customer's. */
  language: Language
  colleague: string | null
  onTake: (() => void) | undefined
  room: Room
}

/** Where the agent writes: an answer to the customer or a note for colleagues; each keeps its own draft. */
export function Writer({ caseId, standing, answers, customer, language, colleague, onTake, room }: WriterProps) {
  const { t } = useWords('desk')
  const live = useLive()
  const [wanted, setWanted] = useState<DraftKind>('message')
  const kind: DraftKind = answers ? wanted : 'note'
  const text = useDraft(caseId, kind)
  const pictures = usePictures(caseId)
  const saveNote = useSaveNote(caseId)
  const frame = useRef<HTMLDivElement>(null)
  const write = useWriteKeys(frame, answers, setWanted)
  const naming = useNaming(kind === 'note', text, (whole) => writeDraft(caseId, kind, whole))
  const macro = useMacro(caseId, kind, frame)

  function send() {
    frame.current?.querySelector('textarea')?.focus()
    const words = text.trim()
    if (kind === 'note') {
      saveNote.mutate({ clientId: newKey(), text: words, pictures: pictures.ready, mentions: naming.namedIn(words) })
    } else {
      live.send(
        caseId,
        words,
        pictures.ready.map(({ id }) => id),
      )
    }
    writeDraft(caseId, kind, '')
    pictures.clear()
  }

  return (
    <div ref={frame} className="shrink-0" onKeyDownCapture={naming.onKey}>
      <MacroSheet caseId={caseId} language={language} open={macro.open} onClose={macro.close} onChoose={macro.insert} />
      <Composer
        text={text}
        onText={(typed) => {
          if (text === '') macro.forget()
          writeDraft(caseId, kind, typed)
          if (kind === 'message' && typed !== '') live.typing(caseId)
        }}
        onSend={send}
        attachments={pictures.attachments}
        onFiles={pictures.add}
        onRemove={pictures.remove}
        enter="line"
        note={kind === 'note' ? { label: t('write.note_label'), send: t('write.save_note') } : undefined}
        head={
          <>
            {naming.list}
            {macro.offered && <MacroOffer command={macro.offered} onDone={macro.forget} />}
            {answers ? (
              <Tabs
                label={t('write.what')}
                value={kind}
                onChange={write}
                tabs={[
                  { value: 'message', label: <Switch words={t('write.reply', { name: customer })} of="reply" /> },
                  { value: 'note', label: <Switch words={t('write.note')} of="note" /> },
                ]}
              />
            ) : (
              <StandingLine standing={standing} customer={customer} colleague={colleague} onTake={onTake} room={room} />
            )}
          </>
        }
        foot={<Foot />}
      />
    </div>
  )
}

function Switch({ words, of }: { words: string; of: 'reply' | 'note' }) {
  return (
    <>
      <span className="max-w-56 truncate">{words}</span>
      <Key of={of} />
    </>
  )
}

function Foot() {
  const { t } = useWords('desk')
  return (
    <p aria-hidden className="hidden items-center gap-2 text-13 text-ink-soft desktop:flex">
      <span className="flex-1">{t('write.keys')}</span>
      <span className="shrink-0">
        {t('command.macros')} <Key of="macros" />
      </span>
      <span className="shrink-0">
        {t('command.add_picture')} <Key of="add_picture" />
      </span>
    </p>
  )
}

function useWriteKeys(
  frame: RefObject<HTMLDivElement | null>,
  answers: boolean,
  setKind: (kind: DraftKind) => void,
): (kind: DraftKind) => void {
  const focus = () => frame.current?.querySelector('textarea')?.focus()
  function write(kind: DraftKind) {
    setKind(kind)
    focus()
  }
  useCommand('reply', answers ? () => write('message') : undefined)
  useCommand('note', () => write('note'))
  useCommand('add_picture', () => frame.current?.querySelector<HTMLInputElement>('input[type="file"]')?.click())
  return write
}

type Note = { clientId: string; text: string; pictures: readonly StoredPicture[]; mentions: string[] }

/** Notes go by the ordinary way; the same id is stored once, so trying again is safe. */
function useSaveNote(caseId: string) {
  const say = useSay()
  return useMutation({
    mutationFn: ({ pictures, ...note }: Note) =>
      call(addNote, { params: { caseId }, body: { ...note, fileIds: pictures.map(({ id }) => id) } }),
    retry: (failures, error) => error instanceof NoAnswerError && failures < maximumNoteTries - 1,
    retryDelay: (failures) => 800 * 2 ** failures,
    onError: (error, { text, pictures }) => {
      const begun = readDraft(caseId, 'note') // perhaps the next note already
      writeDraft(caseId, 'note', [text, begun].filter(Boolean).join('\n'))
      putBackPictures(caseId, pictures)
      say(error)
    },
  })
}
