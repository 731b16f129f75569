import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from './classes.ts'

type PhonePageProps = {
  title: string
  /** Shows the way back. */
  onBack?: () => void
  /** Right of the title. */
  after?: ReactNode
  /** The main action, in the thumb's reach; stays at the bottom. */
  foot?: ReactNode
  /** Above the title: OfflineBar. */
  bar?: ReactNode
  children: ReactNode
}

/** A screen of the customer app: one column, the action at the bottom, on large screens a page of a letter. */
export function PhonePage({ title, onBack, after, foot, bar, children }: PhonePageProps) {
  const { t } = useWords()
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-140 flex-col">
      {bar}
      <header className="flex min-h-16 flex-wrap items-center gap-x-2 px-gutter pt-2">
        {onBack && (
          <button
            type="button"
            onClick={onBack}
            className="moves -ml-3 inline-flex min-h-target items-center gap-1.5 rounded-full px-3 font-strong text-ink-soft hover:bg-sunk"
          >
            <ArrowLeft aria-hidden size="1.375rem" strokeWidth={1.75} />
            <span className="text-15">{t('action.back')}</span>
          </button>
        )}
        <h1 className={classes('min-w-0 flex-auto font-bold', onBack ? 'text-17' : 'text-26')}>{title}</h1>
        {after}
      </header>
      <main className="flex flex-1 flex-col gap-6 px-gutter pt-2 pb-6">{children}</main>
      {foot && (
        <footer className="safe-bottom sticky bottom-0 flex flex-col gap-2 border-t border-line bg-ground px-gutter pt-3">
          {foot}
        </footer>
      )}
    </div>
  )
}

/** Part of a page under its own small title. */
export function Section({ title, after, children }: { title: string; after?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <header className="flex min-h-8 items-center justify-between gap-3">
        <h2 className="text-15 font-bold text-ink-soft">{title}</h2>
        {after}
      </header>
      {children}
    </section>
  )
}

type DeskPageProps = {
  head: ReactNode
  left: ReactNode
  middle: ReactNode
  right: ReactNode
  words: { left: string; middle: string; right: string }
}

/** The desk: inbox, conversation, customer. Each column scrolls by itself, so that nothing jumps when news comes in. */
export function DeskPage({ head, left, middle, right, words }: DeskPageProps) {
  return (
    <div className="grid h-dvh grid-rows-[auto_1fr] overflow-hidden">
      <header className="flex min-h-12 items-center gap-4 border-b border-line bg-surface px-4">{head}</header>
      <div className="grid min-h-0 grid-cols-[20rem_minmax(0,1fr)_24rem] wide:grid-cols-[22rem_minmax(0,1fr)_28rem]">
        <nav aria-label={words.left} className="min-h-0 overflow-y-auto border-r border-line bg-ground">
          {left}
        </nav>
        <main aria-label={words.middle} className="flex min-h-0 flex-col bg-surface">
          {middle}
        </main>
        <aside aria-label={words.right} className="min-h-0 overflow-y-auto border-l border-line bg-ground">
          {right}
        </aside>
      </div>
    </div>
  )
}
