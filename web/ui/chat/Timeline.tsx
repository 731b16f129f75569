import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../i18n/setup.ts'

type TimelineProps = {
  label: string
  /** Changes with each new entry, for example the last sequence and the number of unsent messages. */
  newest: string | number
  /** Called when the newest entry is on the screen. */
  onSeen?: () => void
  children: ReactNode
}

/** Near enough to the end to be reading the newest. */
const nearEndPx = 80

/**
 * The scrolling part of a conversation. It stays at the end for whoever reads the end; for whoever reads further up
 * nothing moves, and a button says that there is news.
 */
export function Timeline({ label, newest, onSeen, children }: TimelineProps) {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [news, setNews] = useState(false)

  function toEnd() {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when there is something newer
  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
    else setNews(true)
  }, [newest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when there is something newer
  useEffect(() => {
    if (atEnd.current && document.visibilityState === 'visible') onSeen?.()
  }, [newest])

  // Whoever comes back to this tab reads what came meanwhile.
  useEffect(() => {
    const comeBack = () => {
      if (atEnd.current && document.visibilityState === 'visible') onSeen?.()
    }
    document.addEventListener('visibilitychange', comeBack)
    return () => document.removeEventListener('visibilitychange', comeBack)
  }, [onSeen])

  // Whoever reads the end stays there while something above comes in late and grows, or the box gets smaller.
  useEffect(() => {
    const scrolled = box.current!
    const observer = new ResizeObserver(() => atEnd.current && scrolled.scrollTo({ top: scrolled.scrollHeight }))
    observer.observe(scrolled)
    observer.observe(scrolled.firstElementChild!)
    return () => observer.disconnect()
  }, [])

  function look() {
    const { scrollHeight, scrollTop, clientHeight } = box.current!
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx
    if (atEnd.current && news) {
      setNews(false)
      onSeen?.()
    }
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        onScroll={look}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={label}
        className="min-h-0 flex-1 overflow-y-auto px-gutter py-4"
      >
        <ol className="flex min-h-full flex-col justify-end gap-3">{children}</ol>
      </div>
      {news && (
        <button
          type="button"
          onClick={toEnd}
          className="moves absolute bottom-3 left-1/2 inline-flex min-h-9 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised px-4 text-15 font-strong text-accent shadow-float"
        >
          <ArrowDown aria-hidden size="1.15em" strokeWidth={2} />
          {t('chat.new_messages')}
        </button>
      )}
    </div>
  )
}

/** A day between messages, or something that happened: "Sari answers now", "Closed". */
export function TimelineMark({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-3 py-1 text-13 text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <span className="inline-flex max-w-[75%] items-center gap-1.5 text-center">
        {icon}
        {children}
      </span>
    </li>
  )
}

/** Somebody is writing. Words, no dancing dots. */
export function TypingLine({ name }: { name: string | null }) {
  const { t } = useWords()
  return (
    <p role="status" className="min-h-6 px-gutter text-13 text-ink-soft">
      {name && t('chat.typing', { name })}
    </p>
  )
}
