import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, DoorOpen, Hand, UserRound, UserRoundCog, UserRoundMinus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { claimSession, takeUpCase } from '../../../contract/desk.ts'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { useLiveCase } from '../../ui/net/useLive.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Skeleton } from '../../ui/parts/Skeleton.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { CaseClocks } from '../case/CaseClocks.tsx'
import { WhyHere } from '../customer/WhyHere.tsx'
import { customerPath, inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { useInbox } from '../inbox/inbox.ts'
import { WaitClock } from '../inbox/WaitClock.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { BarAction } from '../parts/BarAction.tsx'
import { Problem } from '../parts/Problem.tsx'
import { useSay } from '../parts/say.ts'
import { CloseSheet } from './CloseSheet.tsx'
import { readCaseAgain, useCase } from './case.ts'
import { HandOverSheet } from './HandOverSheet.tsx'
import { LookReason } from './LookReason.tsx'
import { ReleaseSheet } from './ReleaseSheet.tsx'
import { Story } from './Story.tsx'
import { lastChange, mayAnswer, mayClose, mayRelease, type Standing, standingOf } from './standing.ts'
import { Writer } from './Writer.tsx'

/** The middle column: what was said in one case, and the means to answer. Mount it anew for each case. */
export function Conversation({ caseId, me }: { caseId: string; me: Staff }) {
  const queries = useQueryClient()
  // A reason that was given opens the case from the start: record, timeline and all.
  const [reasons, setReasons] = useState(0)
  function onOpened() {
    setReasons(reasons + 1)
    void readCaseAgain(queries, caseId)
  }
  return <OpenConversation key={reasons} caseId={caseId} me={me} onOpened={onOpened} />
}

function OpenConversation({ caseId, me, onOpened }: { caseId: string; me: Staff; onOpened: () => void }) {
  const { t } = useWords('desk')
  const opened = useCase(caseId)
  const live = useLiveCase(caseId)
  const queries = useQueryClient()
  const row = useRowOf(caseId) ?? opened.data?.row
  useCaseNews(caseId, lastChange(live.events), live.caughtUp)
  const standing = row && standingOf(row, me.id)
  const take = useTake(caseId, standing === 'waiting' ? row?.session?.id : undefined, () =>
    readCaseAgain(queries, caseId),
  )
  const room = useRoom()
  const takeable = standing === 'waiting' || (standing === 'unattended' && room.free)
  useCommand('take_this', takeable ? take : undefined)

  if (opened.error && !opened.data) {
    return (
      <div className="flex flex-1 flex-col gap-4 p-4">
        <BackToInbox />
        {explainable(opened.error).code === 'reason_needed' ? (
          <LookReason caseId={caseId} onOpened={onOpened} />
        ) : (
          <Problem error={opened.error} onRetry={() => void opened.refetch()} />
        )}
      </div>
    )
  }
  return (
    <>
      <Head
        caseId={caseId}
        row={row}
        began={opened.data?.beganAsGuest === true}
        standing={standing}
        me={me}
        onTake={take}
      />
      <Story
        caseId={caseId}
        me={me}
        live={live}
        label={t('conversation.label', { name: row?.customerName ?? '' })}
        head={opened.data?.paymentId && <WhyHere caseId={caseId} paymentId={opened.data.paymentId} />}
      />
      {row && standing && (
        <Writer
          caseId={caseId}
          standing={standing}
          answers={mayAnswer(standing, me)}
          customer={row.customerName}
          language={row.language}
          colleague={row.session?.agent ?? null}
          onTake={take}
          room={room}
        />
      )}
    </>
  )
}

type Row = NonNullable<ReturnType<typeof useRowOf>>

/** The row as the inbox knows it: fresher than the case, and reading it is nobody's record. */
function useRowOf(caseId: string) {
  const inbox = useInbox().data
  return (
    inbox &&
    [...inbox.mine, ...inbox.waiting, ...inbox.unattended, ...inbox.recent].find((row) => row.caseId === caseId)
  )
}

/** Something was done in the case since it was read: read it again. */
function useCaseNews(caseId: string, changeSeq: number, caughtUp: boolean): void {
  const queries = useQueryClient()
  const known = useRef<number | null>(null)
  useEffect(() => {
    if (!caughtUp) return
    if (known.current !== null && changeSeq > known.current) void readCaseAgain(queries, caseId)
    known.current = changeSeq
  }, [queries, caseId, changeSeq, caughtUp])
}

/** Takes the person who waits in this session; without one the case that nobody attends. */
function useTake(caseId: string, sessionId: string | undefined, onDone: () => void): (() => void) | undefined {
  const say = useSay()
  const take = useMutation({
    mutationFn: () =>
      sessionId
        ? call(claimSession, { params: { sessionId }, body: {} })
        : call(takeUpCase, { params: { caseId }, body: {} }),
    onError: say,
    onSettled: onDone,
  })
  return take.isPending ? undefined : () => take.mutate()
}

/** Whether I can hold another conversation. */
function useRoom() {
  const me = useInbox().data?.me
  return { active: me?.active ?? 0, capacity: me?.capacity ?? 0, free: me !== undefined && me.active < me.capacity }
}

type HeadProps = {
  caseId: string
  row: Row | undefined
  /** As a visitor's conversation, before the customer signed in. */
  began: boolean
  standing: Standing | undefined
  me: Staff
  onTake: (() => void) | undefined
}

function Head({ caseId, row, began, standing, me, onTake }: HeadProps) {
  const go = useGo()
  const [sheet, setSheet] = useState<'close' | 'release' | 'hand_over' | null>(null)
  // Who may answer without it takes it up here; everybody else where the writer says why they cannot answer.
  const openTake = standing === 'unattended' && mayAnswer(standing, me) ? onTake : undefined
  const openRelease = standing && mayRelease(standing, me) ? () => setSheet('release') : undefined
  const openClose = standing && mayClose(standing, me) ? () => setSheet('close') : undefined
  const openHandOver = standing && mayRelease(standing, me) ? () => setSheet('hand_over') : undefined
  useCommand('release', openRelease)
  useCommand('hand_over', openHandOver)
  useCommand('close_case', openClose)

  return (
    <header className="flex min-h-16 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-gutter py-2">
      <BackToInbox />
      <div className="contents desktop:block desktop:min-w-40 desktop:flex-1">
        <div className="min-w-0 flex-1">
          {row ? <Who row={row} began={began} /> : <Skeleton className="h-5 w-40" />}
        </div>
        {/* On a phone below the way to the customer, where a late promise has room for its words. */}
        {row && (
          <div className="order-1 w-full desktop:w-auto">
            <CaseClocks caseId={caseId} />
          </div>
        )}
      </div>
      <span className="contents desktop:hidden">
        <BarAction command="go_customer" icon={UserRound} onPress={() => go(customerPath(caseId))} />
      </span>
      <span className="order-2 -mx-2 flex w-full items-center gap-x-1 empty:hidden desktop:mx-0 desktop:w-auto">
        {openTake && <BarAction command="take_this" icon={Hand} onPress={openTake} />}
        {openHandOver && <BarAction command="hand_over" icon={UserRoundCog} onPress={openHandOver} />}
        {openRelease && <BarAction command="release" icon={UserRoundMinus} onPress={openRelease} />}
        {openClose && <BarAction command="close_case" icon={DoorOpen} onPress={openClose} />}
      </span>
      <CloseSheet caseId={caseId} open={sheet === 'close'} onClose={() => setSheet(null)} />
      <ReleaseSheet caseId={caseId} open={sheet === 'release'} onClose={() => setSheet(null)} />
      <HandOverSheet caseId={caseId} open={sheet === 'hand_over'} onClose={() => setSheet(null)} />
    </header>
  )
}

function Who({ row, began }: { row: Row; began: boolean }) {
  const { t } = useWords('desk')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="truncate text-17 font-bold">{row.customerName}</h2>
        {row.guest && <Badge meaning="warn">{t('visitor.label')}</Badge>}
        {began && !row.guest && <Badge>{t('visitor.began')}</Badge>}
        {row.waitingSince && <WaitClock since={row.waitingSince} />}
      </div>
      <p className="truncate text-13 text-ink-soft tabular-nums">
        {row.number} · {t(`topic.${row.topic}`)}
      </p>
    </>
  )
}

function BackToInbox() {
  const { t } = useWords('desk')
  const go = useGo()
  return (
    <button
      type="button"
      onClick={() => go(inboxPath)}
      aria-label={t('inbox.title')}
      className="moves -ml-3 inline-flex size-11 shrink-0 items-center justify-center rounded-full text-accent hover:bg-accent-soft desktop:hidden"
    >
      <ArrowLeft aria-hidden size="1.375rem" strokeWidth={1.75} />
    </button>
  )
}
