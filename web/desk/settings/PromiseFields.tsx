import { type measures, promiseBounds } from '../../../contract/desk-settings.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { numberWithin, saySeconds } from './figures.ts'

/** As typed; off: the wider target counts. */
export type PromiseDraft = { on: boolean; minutes: string; warnPercent: string }

type PromiseFieldsProps = {
  measure: (typeof measures)[number]
  draft: PromiseDraft
  /** Nothing wider stands behind it. */
  required: boolean
  tried: boolean
  onChange: (draft: PromiseDraft) => void
}

/** One promise: the working minutes, and after which share of them it is warned. */
export function PromiseFields({ measure, draft, required, tried, onChange }: PromiseFieldsProps) {
  const { t, language } = useWords('settings')
  const cases = useWords('cases')
  const minutes = numberWithin(draft.minutes, promiseBounds.minutes)
  const percent = numberWithin(draft.warnPercent, promiseBounds.warnPercent)
  const minuteSeconds = 60
  return (
    <fieldset className="flex flex-col gap-2 border-t border-line pt-4">
      <legend className="sr-only">{cases.t(`measure.${measure}`)}</legend>
      {required ? (
        <p className="font-strong">{cases.t(`measure.${measure}`)}</p>
      ) : (
        <Toggle
          label={cases.t(`measure.${measure}`)}
          about={draft.on ? undefined : t('target.wider_about')}
          on={draft.on}
          onChange={(on) => onChange({ ...draft, on })}
        />
      )}
      {draft.on && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('target.minutes')}
            hint={minutes !== null && minutes >= 60 ? saySeconds(minutes * minuteSeconds, language) : undefined}
            inputMode="numeric"
            value={draft.minutes}
            onChange={(typed) => onChange({ ...draft, minutes: typed })}
            fault={tried && minutes === null ? t('fault.number', promiseBounds.minutes) : undefined}
          />
          <TextField
            label={t('target.warn')}
            inputMode="numeric"
            value={draft.warnPercent}
            onChange={(typed) => onChange({ ...draft, warnPercent: typed })}
            fault={tried && percent === null ? t('fault.number', promiseBounds.warnPercent) : undefined}
          />
        </div>
      )}
    </fieldset>
  )
}
