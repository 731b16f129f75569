import { type ArticleText, articleFields, type Version } from '../../../contract/knowledge.ts'
import type { Language } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { diffLines, type Line } from './diff.ts'

type ChangesProps = { before: Version; after: Version; language: Language }

/** What a version changes of the one that customers read now. */
export function Changes({ before, after, language }: ChangesProps) {
  const { t } = useWords('knowledge')
  const [old, now] = [before.texts[language], after.texts[language]]
  const changed = articleFields.filter((field) => old[field] !== now[field])
  return (
    <section aria-label={t('changes')} className="flex flex-col gap-3">
      <h3 className="text-15 font-bold text-ink-soft">{t('changes')}</h3>
      {changed.length === 0 && <p className="text-ink-soft">{t('changes_none')}</p>}
      {changed.map((field) => (
        <Changed key={field} field={field} old={old} now={now} />
      ))}
      {before.actionPath !== after.actionPath && (
        <p className="text-ink-soft">
          {t('changes_path', {
            before: t(`path.${before.actionPath as '/scan'}`),
            after: t(`path.${after.actionPath as '/scan'}`),
          })}
        </p>
      )}
    </section>
  )
}

function Changed({ field, old, now }: { field: keyof ArticleText; old: ArticleText; now: ArticleText }) {
  const { t } = useWords('knowledge')
  return (
    <div className="flex flex-col gap-1">
      <p className="text-13 font-strong text-ink-soft">{t(`field.${field}`)}</p>
      <div className="overflow-hidden rounded-card border border-line bg-ground text-13">
        {diffLines(old[field], now[field]).map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are shown as a whole
          <DiffLine key={place} line={line} />
        ))}
      </div>
    </div>
  )
}

const looks = { same: '', gone: 'bg-bad-soft', new: 'bg-good-soft' } as const
const signs = { same: ' ', gone: '−', new: '+' } as const

/** What became of a line is read as well as seen. */
function DiffLine({ line: { kind, text } }: { line: Line }) {
  const { t } = useWords('knowledge')
  return (
    <p className={classes('flex min-h-6 gap-2 px-3 py-0.5 whitespace-pre-wrap', looks[kind])}>
      <span aria-hidden className="figures w-3 shrink-0 font-bold">
        {signs[kind]}
      </span>
      {kind !== 'same' && <span className="sr-only">{t(`line.${kind}`)}</span>}
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
    </p>
  )
}
