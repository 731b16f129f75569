import { useQuery } from '@tanstack/react-query'
import { Search as Glass } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Staff } from '../../../contract/identity.ts'
import type { Reply } from '../../../contract/route.ts'
import { searchDesk } from '../../../contract/search.ts'
import { SearchField } from '../../ui/fields/SearchField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { useSettled } from '../../ui/settled.ts'
import { useCommand } from '../keys/keyboard.ts'
import { BarAction } from '../parts/BarAction.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Finds } from './Finds.tsx'

const shortestQuestion = 2

/** Finding anything by its words, from anywhere in the desk: the button in the bar and what it opens. */
export function Search({ me }: { me: Staff }) {
  const [open, setOpen] = useState(false)
  const may = me.permissions.includes('case.work') || me.permissions.includes('customer.read')
  useCommand('search', may ? () => setOpen(true) : undefined)
  if (!may) return null
  return (
    <>
      <BarAction command="search" icon={Glass} onPress={() => setOpen(true)} words="tablet" />
      {open && <SearchSheet onClose={() => setOpen(false)} />}
    </>
  )
}

function SearchSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords('cases')
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const question = useSettled(typed.trim())
  const asks = [...question].length >= shortestQuestion
  const finds = useQuery({ ...reading(searchDesk, { query: { q: question } }), enabled: asks })

  /** Down from the field into the finds, through them, and up again. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-find]') ?? [])]
    const here = rows.indexOf(document.activeElement as HTMLElement)
    if (here === -1 && document.activeElement !== field.current) return
    event.preventDefault()
    const next = here + (event.key === 'ArrowDown' ? 1 : -1)
    if (next < 0) field.current?.focus()
    else rows[Math.min(next, rows.length - 1)]?.focus()
  }

  return (
    <SheetPaper open onClose={onClose} title={t('search.title')} about={t('search.about')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk through the buttons inside */}
      <div ref={box} onKeyDown={onKeyDown} className="flex flex-col gap-4" data-search>
        <span ref={focusField} className="contents">
          <SearchField ref={field} label={t('search.field')} value={typed} onChange={setTyped} />
        </span>
        <div role="status" className="sr-only">
          {asks && finds.isFetching ? t('search.loading') : ''}
        </div>
        {!asks && <p className="text-13 text-ink-soft">{t('search.begin')}</p>}
        {asks && finds.error && <Problem error={finds.error} onRetry={() => void finds.refetch()} />}
        {asks && finds.isPending && <Looking words={t('search.loading')} />}
        {asks && finds.data?.near && (
          <p role="status" className="text-15 text-ink-soft">
            {t('search.near', { words: question })}
          </p>
        )}
        {asks && finds.data && <Finds finds={finds.data} onDone={onClose} />}
        {asks && finds.data && isEmpty(finds.data) && (
          <EmptyState title={t('search.none', { words: question })}>{t('search.none_text')}</EmptyState>
        )}
        <p aria-hidden className="hidden text-13 text-ink-soft desktop:block">
          {t('search.keys')}
        </p>
      </div>
    </SheetPaper>
  )
}

const isEmpty = ({ cases, messages, payments, customers }: Reply<typeof searchDesk>) =>
  [cases, messages, payments, customers].every((group) => !group?.length)

/** The keyboard starts in the field. */
function focusField(frame: HTMLElement | null): void {
  frame?.querySelector('input')?.setAttribute('data-autofocus', '')
}

function Looking({ words }: { words: string }) {
  return (
    <Waiting words={words}>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-12 w-full rounded-input" />
        <Skeleton className="h-12 w-full rounded-input" />
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-12 w-full rounded-input" />
      </div>
    </Waiting>
  )
}
