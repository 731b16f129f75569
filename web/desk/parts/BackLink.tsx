import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'

/** The way back on a narrow screen, where one thing is seen at a time. */
export function BackLink({ to }: { to: string }) {
  const { t } = useWords()
  return (
    <Link
      to={to as never}
      className="moves -ml-3 inline-flex min-h-target items-center gap-1.5 self-start rounded-full px-3 font-strong text-ink-soft hover:bg-sunk desktop:hidden"
    >
      <ArrowLeft aria-hidden size="1.375rem" strokeWidth={1.75} />
      <span className="text-15">{t('action.back')}</span>
    </Link>
  )
}
