import { Link } from '@tanstack/react-router'
import type { VersionRow } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment } from '../../ui/time.ts'
import { stateMeanings, versionPath } from './knowledge.ts'

type HistoryProps = { slug: string; versions: readonly VersionRow[]; shown: string }

/** Every version, newest first; each can be read, compared, and begun from. */
export function History({ slug, versions, shown }: HistoryProps) {
  const { t, language } = useWords('knowledge')
  return (
    <Section title={t('history')}>
      <List label={t('history')}>
        {versions.map((row) => (
          <li key={row.id}>
            <Link
              to={versionPath(slug, row.id) as never}
              aria-current={row.id === shown ? 'true' : undefined}
              className={classes(rowPressClass, row.id === shown && 'bg-accent-soft')}
            >
              <RowContent
                title={t('version', { number: row.number })}
                about={[
                  t('by', { name: row.author }),
                  ...(row.decidedBy ? [t('decided_by', { name: row.decidedBy })] : []),
                  formatMoment(row.publishedAt ?? row.changedAt, language),
                ].join(' · ')}
                after={<Badge meaning={stateMeanings[row.state]}>{t(`state.${row.state}`)}</Badge>}
              />
            </Link>
          </li>
        ))}
      </List>
    </Section>
  )
}
