import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { addLink, type CaseLink, removeLink } from '../../../contract/cases.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { IconAction } from '../../ui/parts/IconAction.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { conversationPath, paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { useSay } from '../parts/say.ts'
import { Refused } from './Refused.tsx'
import { type CaseWords, readSheetAgain } from './sheet.ts'

const kinds = [
  ...(['related', 'duplicate_of', 'has_duplicate', 'merged_into', 'merged_from', 'split_to', 'split_from'] as const),
  ...(['about_payment', 'concerns_payment'] as const),
] as const

/** How the two belong together; a kind that is newer than the words is said as it is. */
function kindName(kind: string, t: CaseWords): string {
  const known = kinds.find((one) => one === kind)
  return known ? t(`link.${known}`) : kind
}

type LinksProps = { caseId: string; links: readonly CaseLink[]; more: boolean; mayLink: boolean }

/** What belongs with the case, newest first. */
export function Links({ caseId, links, more, mayLink }: LinksProps) {
  const { t } = useWords('cases')
  const [adding, setAdding] = useState(false)
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-13 font-strong text-ink-soft">{t('links.title')}</h3>
      {links.length === 0 && <p className="text-13 text-ink-soft">{t('links.none')}</p>}
      <ul className="-mx-2 flex flex-col empty:hidden">
        {links.map((link) => (
          <LinkRow key={`${link.kind} ${link.targetId}`} caseId={caseId} link={link} mayLink={mayLink} />
        ))}
      </ul>
      {more && <p className="text-13 text-ink-soft">{t('links.more', { count: links.length })}</p>}
      {mayLink && (
        <span className="-ml-3">
          <Button tone="plain" icon={Link2} onClick={() => setAdding(true)}>
            {t('links.add')}
          </Button>
        </span>
      )}
      <LinkSheet caseId={caseId} open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}

function LinkRow({ caseId, link, mayLink }: { caseId: string; link: CaseLink; mayLink: boolean }) {
  const { t } = useWords('cases')
  const go = useGo()
  const say = useSay()
  const queries = useQueryClient()
  const { kind, target, targetId, name } = link
  const remove = useMutation({
    mutationFn: () => call(removeLink, { params: { caseId, kind, targetId } }),
    onError: say,
    onSettled: () => readSheetAgain(queries, caseId),
  })
  const path = target === 'payment' ? paymentPath(caseId, targetId) : conversationPath(targetId)
  return (
    <li className="flex items-center">
      <button
        type="button"
        onClick={() => go(path)}
        className="moves min-h-target min-w-0 flex-1 rounded-input px-2 py-1 text-left hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <span className="text-13 text-ink-soft">{kindName(kind, t)} </span>
        <span className="font-strong tabular-nums">{name}</span>
      </button>
      {link.byHand && mayLink && (
        <IconAction
          icon={X}
          words="hidden"
          label={t('links.remove', { name })}
          onClick={() => !remove.isPending && remove.mutate()}
        />
      )}
    </li>
  )
}

const byHand = ['related', 'duplicate_of'] as const
type ByHand = (typeof byHand)[number]

function LinkSheet({ caseId, open, onClose }: { caseId: string; open: boolean; onClose: () => void }) {
  const { t } = useWords('cases')
  const queries = useQueryClient()
  const [number, setNumber] = useState('')
  const [kind, setKind] = useState<ByHand>('related')
  const link = useMutation({
    mutationFn: () => call(addLink, { params: { caseId }, body: { kind, target: number.trim() } }),
    onSuccess: () => {
      toast('good', t('links.done'))
      setNumber('')
      onClose()
    },
    onSettled: () => readSheetAgain(queries, caseId),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (number.trim() !== '' && !link.isPending) link.mutate()
  }

  return (
    <SheetPaper open={open} onClose={onClose} title={t('links.add')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('links.number')}
          hint={t('links.number_hint')}
          data-autofocus
          autoComplete="off"
          value={number}
          onChange={setNumber}
        />
        <Choices
          label={t('links.how')}
          value={kind}
          onChange={setKind}
          options={byHand.map((value) => ({ value, label: t(`link.${value}`) }))}
        />
        {link.error && <Refused error={link.error} />}
        <Button type="submit" tone="primary" wide busy={link.isPending ? t('move.busy') : undefined}>
          {t('links.add')}
        </Button>
      </form>
    </SheetPaper>
  )
}

/** Beside a transaction: ties it to the case, so that the case tells what becomes of it. */
export function LinkPayment({ caseId, paymentId }: { caseId: string; paymentId: string }) {
  const { t } = useWords('cases')
  const queries = useQueryClient()
  const link = useMutation({
    mutationFn: () => call(addLink, { params: { caseId }, body: { kind: 'concerns_payment', target: paymentId } }),
    onSuccess: () => toast('good', t('links.payment_done')),
    onSettled: () => readSheetAgain(queries, caseId),
  })
  return (
    <div className="flex flex-col items-start gap-2 px-4 pb-4">
      {link.error && <Refused error={link.error} />}
      <Button icon={Link2} busy={link.isPending ? t('move.busy') : undefined} onClick={() => link.mutate()}>
        {t('links.payment')}
      </Button>
    </div>
  )
}
