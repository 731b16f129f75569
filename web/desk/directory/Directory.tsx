import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { readDirectoryDesk } from '../../../contract/directory.ts'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment } from '../../ui/time.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Changes } from './Changes.tsx'
import { Entries } from './Entries.tsx'
import { ProposeSheet } from './ProposeSheet.tsx'
import { Reports } from './Reports.tsx'

/** What is ours and published, what waits for a second person, and what customers report as fraud. */
export function Directory({ me }: { me: Staff }) {
  const { t, language } = useWords('directory')
  const [adding, setAdding] = useState(false)
  const desk = useQuery(reading(readDirectoryDesk, {}))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] overflow-y-auto desktop:grid-cols-2 desktop:overflow-hidden">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        <section aria-label={t('published')} className={classes(column, 'desktop:border-r')}>
          <Loaded query={desk} coming={t('loading')}>
            {({ changes, edition, publishedAt, entries }) => (
              <>
                <Changes changes={changes} />
                <Section
                  title={t('published')}
                  after={
                    <Button icon={Plus} onClick={() => setAdding(true)}>
                      {t('add')}
                    </Button>
                  }
                >
                  <p className="text-13 text-ink-soft">
                    {t('edition', { number: edition, at: formatMoment(publishedAt, language) })}
                  </p>
                  <Entries entries={entries} />
                </Section>
                {adding && <ProposeSheet onClose={() => setAdding(false)} />}
              </>
            )}
          </Loaded>
        </section>
        <section
          aria-label={t('reports')}
          className={classes(column, 'bg-surface', !desk.data && 'max-desktop:hidden')}
        >
          {desk.data && <Reports reports={desk.data.reports} />}
        </section>
      </main>
    </div>
  )
}

const column = 'flex min-h-0 min-w-0 flex-col gap-6 border-line px-gutter py-4 desktop:overflow-y-auto'
