import { CircleCheck, CircleDashed } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { judgeStrength } from './strength.ts'

/** How strong the password is so far, in words that say what to do. */
export function StrengthWords({ password, owner }: { password: string; owner: { name: string; phone: string } }) {
  const { t } = useWords('customer')
  const strength = judgeStrength(password, owner)
  const fine = strength.verdict === 'good' || strength.verdict === 'strong'
  const Icon = fine ? CircleCheck : CircleDashed
  const words =
    strength.verdict === 'too_short'
      ? t('strength.too_short', { count: strength.missing })
      : t(`strength.${strength.verdict}`)
  return (
    <span aria-live="polite" className={classes('flex items-start gap-1.5', fine ? 'font-strong text-good' : '')}>
      <Icon aria-hidden size="1.15em" strokeWidth={2} className="mt-[0.2em] shrink-0" />
      {words}
    </span>
  )
}
