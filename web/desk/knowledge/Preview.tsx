import type { ArticleText } from '../../../contract/knowledge.ts'
import { readMarkdown } from '../../../contract/markdown.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { ArticleBlocks } from '../../ui/parts/ArticleBlocks.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'

/** The article as customers will read it. */
export function Preview({ text }: { text: ArticleText }) {
  const { t } = useWords('knowledge')
  const blocks = blocksOf(text.body)
  return (
    <section aria-label={t('preview')} className="flex flex-col gap-2">
      <h3 className="text-15 font-bold text-ink-soft">{t('preview')}</h3>
      <Card className="flex max-w-140 flex-col gap-4">
        <p className="text-20 font-bold">{text.title}</p>
        <p className="font-strong">{text.summary}</p>
        {blocks ? <ArticleBlocks blocks={blocks} /> : <p className="text-bad">{t('fault.bold')}</p>}
        {text.actionLabel && <p className={buttonClass('quiet', true)}>{text.actionLabel}</p>}
      </Card>
    </section>
  )
}

/** Null while a bold mark is not closed, as in the middle of typing. */
function blocksOf(body: string) {
  try {
    return readMarkdown(body)
  } catch {
    return null
  }
}
