import { actionPaths } from '../../../contract/knowledge.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'

type Path = (typeof actionPaths)[number]

/** Where the button under the answer leads. */
export function PathChoice({ value, onChange }: { value: Path; onChange: (path: Path) => void }) {
  const { t } = useWords('knowledge')
  return (
    <Select
      label={t('field.actionPath')}
      value={value}
      onChange={onChange}
      options={actionPaths.map((path) => ({ value: path, label: t(`path.${path}`) }))}
    />
  )
}
