import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { readDirectoryDesk } from '../../../contract/directory.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, rowClass } from '../../ui/parts/List.tsx'
import { nameOf } from './directory.ts'
import { EntryFacts } from './EntryFacts.tsx'
import { ProposeSheet } from './ProposeSheet.tsx'

type Entry = Reply<typeof readDirectoryDesk>['entries'][number]

/** What is published now. One change of an entry at a time. */
export function Entries({ entries }: { entries: Entry[] }) {
  const { t } = useWords('directory')
  const [chosen, setChosen] = useState<Entry | null>(null)
  if (entries.length === 0) return <p className="text-ink-soft">{t('none')}</p>
  return (
    <>
      <List label={t('published')}>
        {entries.map((row) => (
          <li key={row.id} className={rowClass}>
            <div className="min-w-0 flex-1">
              <EntryFacts entry={row.entry} />
            </div>
            {row.open ? (
              <Badge meaning="warn">{t('waits')}</Badge>
            ) : (
              <Button
                icon={Pencil}
                aria-label={t('change_of', { name: nameOf(row.entry) })}
                onClick={() => setChosen(row)}
              >
                {t('change')}
              </Button>
            )}
          </li>
        ))}
      </List>
      {chosen && <ProposeSheet known={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}
