import { type ArticleFault, type ArticleField, type ArticleText, articleLimits } from '../../../contract/knowledge.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'

type TextFieldsProps = { text: ArticleText; faults: readonly ArticleFault[]; onChange: (text: ArticleText) => void }

/** The parts of one language of an article. */
export function TextFields({ text, faults, onChange }: TextFieldsProps) {
  const { t } = useWords('knowledge')
  const part = (field: ArticleField) => {
    const found = faults.find((fault) => fault.field === field)
    return {
      label: t(`field.${field}`),
      fault: found && t(`fault.${found.fault}`),
      value: text[field],
      onChange: (value: string) => onChange({ ...text, [field]: value }),
    }
  }
  return (
    <>
      <TextField {...part('title')} maxLength={articleLimits.title} />
      <TextField {...part('summary')} maxLength={articleLimits.summary} hint={t('hint.summary')} />
      <TextArea {...part('body')} limit={articleLimits.body} hint={t('hint.body')} rows={12} />
      <TextField {...part('actionLabel')} maxLength={articleLimits.actionLabel} />
      <TextArea {...part('keywords')} limit={articleLimits.keywords} hint={t('hint.keywords')} />
    </>
  )
}
