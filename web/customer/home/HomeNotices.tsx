import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { Notice } from '../../ui/parts/Notice.tsx'
import { formatWhen } from '../../ui/time.ts'
import type { Me } from '../session/me.ts'

const link = 'inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4'

/** What the customer must know about the account before anything else. */
export function HomeNotices({ me }: { me: Me }) {
  const { t, language } = useWords('customer')
  const person = (
    <Link to="/help/chat" className={link}>
      {t('help.person')}
    </Link>
  )
  return (
    <div className="flex flex-col gap-3 empty:hidden">
      {me.state === 'frozen' && (
        <Notice meaning="warn" title={t('notice.frozen_title')} action={person}>
          {t('notice.frozen_text')}
        </Notice>
      )}
      {me.state === 'under_review' && (
        <Notice meaning="warn" title={t('notice.review_title')} action={person}>
          {t('notice.review_text')}
        </Notice>
      )}
      {me.pinLockedUntil && Date.parse(me.pinLockedUntil) > Date.now() && (
        <Notice meaning="warn" title={t('notice.pin_title')} action={person}>
          {t('notice.pin_text', { until: formatWhen(me.pinLockedUntil, language, new Date()) })}
        </Notice>
      )}
      {!me.hasPin && (
        <Notice
          meaning="info"
          title={t('notice.no_pin_title')}
          action={
            <Link to="/settings/pin" className={link}>
              {t('notice.no_pin_action')}
            </Link>
          }
        >
          {t('notice.no_pin_text')}
        </Notice>
      )}
    </div>
  )
}
