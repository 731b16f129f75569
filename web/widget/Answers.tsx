import { useQuery } from '@tanstack/react-query'
import { listArticles } from '../../contract/help.ts'
import { SearchField } from '../ui/fields/SearchField.tsx'
import { useWords } from '../ui/i18n/setup.ts'
import { reading } from '../ui/net/query.ts'
import { Button } from '../ui/parts/Button.tsx'
import { ErrorState } from '../ui/parts/ErrorState.tsx'
import { List, ListRow } from '../ui/parts/List.tsx'
import { SkeletonRows, Waiting } from '../ui/parts/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'

type AnswersProps = {
  search: string
  onSearch: (search: string) => void
  onOpen: (slug: string) => void
  onPerson: () => void
}

/** Answers of the help centre, found by everyday words; a person is always one tap away. */
export function Answers({ search, onSearch, onOpen, onPerson }: AnswersProps) {
  const { t, language } = useWords('widget')
  const asked = useSettled(search.trim())
  const articles = useQuery({
    ...reading(listArticles, { query: asked ? { language, search: asked } : { language } }),
    placeholderData: (known) => known,
  })
  const found = articles.data?.articles
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-gutter py-4">
        <SearchField label={t('search')} value={search} onChange={onSearch} />
        {found ? (
          <List label={t('answers')}>
            {found.map(({ slug, title, summary }) => (
              <ListRow key={slug} title={title} about={summary} onPress={() => onOpen(slug)} />
            ))}
          </List>
        ) : articles.isPending ? (
          <Waiting words={t('loading')}>
            <SkeletonRows rows={4} />
          </Waiting>
        ) : (
          <ErrorState error={articles.error} onRetry={() => void articles.refetch()} />
        )}
        <p role="status" className="text-15 text-ink-soft empty:hidden">
          {found?.length === 0 && t('none')}
        </p>
      </div>
      <PersonBar onPerson={onPerson} />
    </>
  )
}

export function PersonBar({ onPerson }: { onPerson: () => void }) {
  const { t } = useWords('widget')
  return (
    <div className="safe-bottom border-t border-line bg-surface px-gutter pt-3">
      <Button tone="primary" wide onClick={onPerson}>
        {t('person')}
      </Button>
    </div>
  )
}
