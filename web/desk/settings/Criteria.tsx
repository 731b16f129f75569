import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { readCriterionSettings } from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, ListRow } from '../../ui/parts/List.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { CriterionSheet } from './CriterionSheet.tsx'
import { useOpenSheet } from './sheet.ts'

/** What conversations are reviewed by, in the order of the score card. */
export function Criteria() {
  const { t, language } = useWords('settings')
  const found = useQuery(reading(readCriterionSettings, {}))
  const sheet = useOpenSheet(found)
  return (
    <Loaded query={found} coming={t('reading')}>
      {({ criteria }) => (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-ink-soft">{t('criterion.about')}</p>
            <Button icon={Plus} onClick={sheet.add}>
              {t('criterion.add')}
            </Button>
          </div>
          <List label={t('part.criteria')}>
            {criteria.map(({ code, names, reviews, retired }) => (
              <ListRow
                key={code}
                title={names[language]}
                about={t('criterion.reviews', { count: reviews })}
                after={retired && <Badge>{t('retired')}</Badge>}
                onPress={() => sheet.choose(code)}
              />
            ))}
          </List>
          {sheet.open !== null && (
            <CriterionSheet key={sheet.key} known={criteria.find(({ code }) => code === sheet.open)} {...sheet.props} />
          )}
        </>
      )}
    </Loaded>
  )
}
