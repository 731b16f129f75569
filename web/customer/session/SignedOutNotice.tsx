import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { PictureShield } from '../../ui/pictures/Shield.tsx'
import { Screen } from '../app/Screen.tsx'
import { sessionLeft } from './presence.ts'

/** The session ended while somebody was away. */
export function SignedOutNotice() {
  const { t } = useWords('customer')
  return (
    <Screen
      title={t('signedout.title')}
      foot={
        <>
          <Link to="/signin" className={buttonClass('primary', true)}>
            {t('signin.button')}
          </Link>
          <Link to="/" onClick={sessionLeft} className={buttonClass('plain', true)}>
            {t('signedout.leave')}
          </Link>
        </>
      }
    >
      <PictureShield />
      <p className="text-20">{t('signedout.text')}</p>
    </Screen>
  )
}
