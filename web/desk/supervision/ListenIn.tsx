import { useMutation, useQuery } from '@tanstack/react-query'
import { ArrowLeft, UserRoundCog } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Staff } from '../../../contract/identity.ts'
import { listenIn, maximumWhisperCharacters, readWallboard, whisper } from '../../../contract/supervision.ts'
import { Composer } from '../../ui/chat/Composer.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { useLiveCase } from '../../ui/net/useLive.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { useDraft, writeDraft } from '../conversation/drafts.ts'
import { HandOverSheet } from '../conversation/HandOverSheet.tsx'
import { Story } from '../conversation/Story.tsx'
import { useGo } from '../frame/place.ts'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { partPath, reReadMs } from './supervision.ts'

/** A colleague's running conversation, read and not written in; a word may go to the agent alone. */
export function ListenIn({ caseId, me }: { caseId: string; me: Staff }) {
  const { t } = useWords('supervision')
  const go = useGo()
  const { mutate, ...listening } = useMutation({
    mutationFn: () => call(listenIn, { params: { caseId }, body: {} }),
  })
  // The agent is told before the first word is read.
  useEffect(() => mutate(), [mutate])
  const back = () => go(partPath('wallboard'))
  useCommand('back', back)
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-240 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-2">
        <Button tone="plain" icon={ArrowLeft} onClick={back}>
          {t('part.wallboard')}
        </Button>
        {listening.isSuccess && <Head caseId={caseId} />}
      </header>
      {listening.error && (
        <div className="p-4">
          <Problem error={listening.error} onRetry={() => mutate()} />
        </div>
      )}
      {listening.isPending && (
        <Waiting words={t('listen.opening')}>
          <Skeleton className="m-4 h-16 rounded-card" />
        </Waiting>
      )}
      {listening.isSuccess && <Reading caseId={caseId} me={me} />}
    </div>
  )
}

function Head({ caseId }: { caseId: string }) {
  const { t } = useWords('supervision')
  const [handing, setHanding] = useState(false)
  const board = useQuery({ ...reading(readWallboard, {}), refetchInterval: reReadMs })
  const one = board.data?.conversations.find((row) => row.caseId === caseId)
  return (
    <>
      <div className="min-w-0 flex-1">
        {board.data && (
          <h2 className="text-17 font-bold">{one ? t('listen.title', { agent: one.agent }) : t('listen.over')}</h2>
        )}
        {one && <p className="figures text-13 whitespace-nowrap text-ink-soft">{one.number}</p>}
      </div>
      {one && (
        <Button icon={UserRoundCog} onClick={() => setHanding(true)}>
          {t('listen.reassign')}
        </Button>
      )}
      <HandOverSheet caseId={caseId} open={handing} onClose={() => setHanding(false)} then={partPath('wallboard')} />
    </>
  )
}

function Reading({ caseId, me }: { caseId: string; me: Staff }) {
  const { t } = useWords('supervision')
  const live = useLiveCase(caseId)
  return (
    <>
      <Story caseId={caseId} me={me} live={live} label={t('listen.label')} head={null} tellsSeen={false} />
      <Whisper caseId={caseId} />
    </>
  )
}

/** Kept as a draft like everything that is written in a conversation. */
function Whisper({ caseId }: { caseId: string }) {
  const { t } = useWords('supervision')
  const text = useDraft(caseId, 'whisper')
  const send = useMutation({
    mutationFn: (words: string) => call(whisper, { params: { caseId }, body: { text: words } }),
    onSuccess: () => writeDraft(caseId, 'whisper', ''),
  })
  return (
    <Composer
      text={text}
      limit={maximumWhisperCharacters}
      onText={(words) => writeDraft(caseId, 'whisper', words)}
      onSend={() => !send.isPending && send.mutate(text.trim())}
      enter="line"
      note={{ label: t('listen.whisper'), send: t(send.isPending ? 'listen.sending' : 'listen.send') }}
      head={
        <div className="flex flex-col gap-2">
          {send.error && <Problem error={send.error} />}
          <p className="text-13 text-ink-soft">
            <span className="font-strong text-ink">{t('listen.whisper')}</span> · {t('listen.whisper_about')}
          </p>
        </div>
      }
    />
  )
}
