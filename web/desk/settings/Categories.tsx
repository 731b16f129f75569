import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type CategorySetting, readCategorySettings } from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, ListRow } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { CategorySheet } from './CategorySheet.tsx'
import { topics } from './settings.ts'
import { useOpenSheet } from './sheet.ts'

/** What a case can be about, by topic; retired categories stand last in theirs. */
export function Categories() {
  const { t } = useWords('settings')
  const desk = useWords('desk')
  const found = useQuery(reading(readCategorySettings, {}))
  const sheet = useOpenSheet(found)
  return (
    <Loaded query={found} coming={t('reading')}>
      {({ categories }) => (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-ink-soft">{t('category.about')}</p>
            <Button icon={Plus} onClick={sheet.add}>
              {t('category.add')}
            </Button>
          </div>
          <div className="gap-12 desktop:columns-2">
            {topics.map((topic) => (
              <div key={topic} className="mb-6 break-inside-avoid">
                <Section title={desk.t(`topic.${topic}`)}>
                  <List label={desk.t(`topic.${topic}`)}>
                    {categories
                      .filter((category) => category.topic === topic)
                      .sort((a, b) => Number(a.retired) - Number(b.retired))
                      .map((category) => (
                        <CategoryRow
                          key={category.code}
                          category={category}
                          onPress={() => sheet.choose(category.code)}
                        />
                      ))}
                  </List>
                </Section>
              </div>
            ))}
          </div>
          {sheet.open !== null && (
            <CategorySheet
              key={sheet.key}
              known={categories.find(({ code }) => code === sheet.open)}
              {...sheet.props}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

function CategoryRow({ category, onPress }: { category: CategorySetting; onPress: () => void }) {
  const { t, language } = useWords('settings')
  const cases = useWords('cases')
  const { names, priority, openCases, retired, ofTopic } = category
  const counted = openCases > 0 ? ` · ${t('category.open_cases', { count: openCases })}` : ''
  return (
    <ListRow
      title={names[language]}
      about={`${cases.t(`priority.${priority}`)}${counted}`}
      after={retired ? <Badge>{t('retired')}</Badge> : ofTopic && <Badge>{t('category.of_topic')}</Badge>}
      onPress={onPress}
    />
  )
}
