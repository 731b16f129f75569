import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import {
  measures,
  readCategorySettings,
  readTargetSettings,
  type TargetSetting,
} from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { categoryWords } from './category-words.ts'
import { saySeconds } from './figures.ts'
import { useOpenSheet } from './sheet.ts'
import { TargetSheet } from './TargetSheet.tsx'

/** Promised times by category and channel, the widest first. */
export function Targets() {
  const { t, language } = useWords('settings')
  const targets = useQuery(reading(readTargetSettings, {}))
  const known = useQuery(reading(readCategorySettings, {}))
  const sheet = useOpenSheet(targets)
  return (
    <Loaded query={known} coming={t('reading')}>
      {({ categories }) => (
        <Loaded query={targets} coming={t('reading')}>
          {({ targets: rows }) => (
            <>
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p className="max-w-prose text-ink-soft">{t('target.about')}</p>
                <Button icon={Plus} onClick={sheet.add}>
                  {t('target.add')}
                </Button>
              </div>
              <List label={t('part.targets')}>
                {rows.map((target) => (
                  <li key={keyOf(target)}>
                    <button type="button" className={rowPressClass} onClick={() => sheet.choose(keyOf(target))}>
                      <TargetRow
                        target={target}
                        category={categoryWords(categories, target.category, language, t('target.every_category'))}
                      />
                    </button>
                  </li>
                ))}
              </List>
              {sheet.open !== null && (
                <TargetSheet
                  key={sheet.key}
                  known={rows.find((target) => keyOf(target) === sheet.open)}
                  targets={rows}
                  categories={categories}
                  {...sheet.props}
                />
              )}
            </>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

const keyOf = ({ category, channel }: TargetSetting) => `${category} ${channel}`

function TargetRow({ target, category }: { target: TargetSetting; category: string }) {
  const { t, language } = useWords('settings')
  const cases = useWords('cases')
  const minuteSeconds = 60
  return (
    <span className="grid w-full gap-x-6 gap-y-2 tablet:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)] tablet:items-center">
      <span className="flex">
        <RowContent title={category} about={t(`channel.${target.channel}`)} />
      </span>
      <span className="flex flex-col gap-1 tablet:grid tablet:grid-cols-3 tablet:gap-3">
        {measures.map((measure) => {
          const promise = target.promises[measure]
          return (
            <span key={measure} className="flex min-w-0 items-baseline justify-between gap-3 tablet:block">
              <span className="text-13 text-ink-soft tablet:block">{cases.t(`measure.${measure}`)}</span>
              <span className="figures block">
                {promise ? saySeconds(promise.minutes * minuteSeconds, language) : t('target.wider')}
              </span>
            </span>
          )
        })}
      </span>
    </span>
  )
}
