import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { useUnsaved } from '../../ui/parts/unsaved.ts'
import { explainable } from '../../ui/refusal/explainable.ts'
import { Problem } from '../parts/Problem.tsx'
import type { Saving } from './saving.ts'

type SaveFootProps = {
  saving: Saving
  /** What the form holds; leaving it changed is asked about. */
  held: unknown
  /** Somebody else saved since this form was opened. */
  outdated: boolean
  /** Drops what was typed and shows what is stored now. */
  onReload: () => void
  /** Something is missing, and saving was tried. */
  incomplete: boolean
  /** Further actions beside saving. */
  children?: ReactNode
}

/** What stands in the way of saving, and the button for it. */
export function SaveFoot({ saving, held, outdated, onReload, incomplete, children }: SaveFootProps) {
  const { t } = useWords('settings')
  const refusals = useWords('refusals')
  useUnsaved(held)
  const refused = saving.error ? explainable(saving.error).code : null
  return (
    <div className="flex flex-col gap-3">
      {outdated || refused === 'setting_changed' ? (
        <Notice
          meaning="warn"
          title={refusals.t('setting_changed.what')}
          action={
            <Button icon={RotateCw} onClick={onReload}>
              {refusals.t('setting_changed.next')}
            </Button>
          }
        >
          {refusals.t('setting_changed.why')}
        </Notice>
      ) : (
        saving.error && <Problem error={saving.error} />
      )}
      {incomplete && <p role="alert">{t('incomplete')}</p>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" busy={saving.isPending ? t('saving') : undefined}>
          {t('save')}
        </Button>
        {children}
      </div>
    </div>
  )
}
