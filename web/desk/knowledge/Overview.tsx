import { Link } from '@tanstack/react-router'
import { FilePlus2 } from 'lucide-react'
import { useState } from 'react'
import type { readHelpDesk } from '../../../contract/knowledge.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Gaps } from './Gaps.tsx'
import { articlePath, stateMeanings } from './knowledge.ts'
import { NewArticle } from './NewArticle.tsx'

type Desk = Reply<typeof readHelpDesk>

/** What waits for a second person stands out in its row; below it what people looked for in vain. */
export function Overview({ desk, chosen }: { desk: Desk; chosen: string | null }) {
  const { t } = useWords('knowledge')
  const [naming, setNaming] = useState(false)
  return (
    <>
      <Section
        title={t('articles')}
        after={
          <Button icon={FilePlus2} onClick={() => setNaming(true)}>
            {t('new')}
          </Button>
        }
      >
        <List label={t('articles')}>
          {desk.articles.map((row) => (
            <ArticleLine key={row.slug} row={row} chosen={row.slug === chosen} />
          ))}
        </List>
      </Section>
      <Gaps gaps={desk.gaps} />
      <NewArticle open={naming} onClose={() => setNaming(false)} />
    </>
  )
}

function ArticleLine({ row, chosen }: { row: Desk['articles'][number]; chosen: boolean }) {
  const { t } = useWords('knowledge')
  const heard = row.helped + row.notHelped > 0
  return (
    <li>
      <Link
        to={articlePath(row.slug) as never}
        aria-current={chosen ? 'true' : undefined}
        className={classes(rowPressClass, chosen && 'bg-accent-soft')}
      >
        <RowContent
          title={row.title || row.slug}
          about={heard ? t('heard', { helped: row.helped, not: row.notHelped }) : undefined}
          after={
            row.open ? <Badge meaning={stateMeanings[row.open.state]}>{t(`state.${row.open.state}`)}</Badge> : undefined
          }
        />
      </Link>
    </li>
  )
}
