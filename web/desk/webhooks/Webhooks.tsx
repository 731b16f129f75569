import { useState } from 'react'
import type { listTroubledWebhooks, TroubledWebhook } from '../../../contract/desk-webhooks.ts'
import type { Staff } from '../../../contract/identity.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { ResumeSheet } from './ResumeSheet.tsx'
import { TroubledComing } from './TroubledComing.tsx'
import { TroubledRow } from './TroubledRow.tsx'
import { useTroubled } from './troubled.ts'

/** Shops that are not told of their payments: since when, why, what waits, and switching them on again. */
export function Webhooks({ me }: { me: Staff }) {
  const { t } = useWords('webhooks')
  const go = useGo()
  const list = useTroubled(me)
  useCommand('back', () => go('/'))
  useCommand('read_again', () => void list.refetch())
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="min-h-0 flex-1 overflow-y-auto px-gutter">
        <div className="mx-auto flex w-full max-w-256 flex-col gap-6 py-6">
          <header className="flex flex-col gap-2">
            <h1 className="text-20 font-bold">{t('title')}</h1>
            <p className="max-w-prose text-ink-soft">{t('about')}</p>
          </header>
          {list.data ? (
            <Troubled {...list.data} />
          ) : list.error ? (
            <Problem error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <TroubledComing />
          )}
        </div>
      </main>
    </div>
  )
}

function Troubled({ merchants, off, failing }: Reply<typeof listTroubledWebhooks>) {
  const { t } = useWords('webhooks')
  const [chosen, setChosen] = useState<TroubledWebhook | null>(null)
  const parts = [
    { title: t('off'), rows: merchants.filter(({ offSince }) => offSince !== null) },
    { title: t('failing'), rows: merchants.filter(({ offSince }) => offSince === null) },
  ].filter(({ rows }) => rows.length > 0)
  const count = off + failing
  return (
    <>
      {parts.length === 0 && <EmptyState title={t('none')}>{t('none_text')}</EmptyState>}
      {parts.map(({ title, rows }) => (
        <Section key={title} title={title}>
          <List label={title}>
            {rows.map((merchant) => (
              <TroubledRow key={merchant.merchantId} merchant={merchant} onResume={() => setChosen(merchant)} />
            ))}
          </List>
        </Section>
      ))}
      {count > merchants.length && (
        <p className="text-15 text-ink-soft">{t('more', { shown: merchants.length, count })}</p>
      )}
      {chosen && <ResumeSheet key={chosen.merchantId} merchant={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}
