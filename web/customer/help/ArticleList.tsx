import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { listArticles } from '../../../contract/help.ts'
import type { Reply } from '../../../contract/route.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'

type Articles = Reply<typeof listArticles>['articles']

/** Answers, each with what it is about. */
export function ArticleList({ label, articles }: { label: string; articles: Articles }) {
  return (
    <List label={label}>
      {articles.map(({ slug, title, summary }) => (
        <li key={slug}>
          <Link to="/help/articles/$slug" params={{ slug }} className={rowPressClass}>
            <RowContent title={title} about={summary} />
            <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
          </Link>
        </li>
      ))}
    </List>
  )
}
