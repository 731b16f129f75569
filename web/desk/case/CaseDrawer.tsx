import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Merge, Split } from 'lucide-react'
import { useState } from 'react'
import { type CasePriority, changeCategory, changePriority } from '../../../contract/cases.ts'
import type { InboxRow } from '../../../contract/desk.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Skeleton } from '../../ui/parts/Skeleton.tsx'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Section } from '../parts/Section.tsx'
import { Steady } from '../parts/Steady.tsx'
import { Links } from './Links.tsx'
import { MergeSheet } from './MergeSheet.tsx'
import { Refused } from './Refused.tsx'
import { SplitSheet } from './SplitSheet.tsx'
import { Standing } from './Standing.tsx'
import { categoryOptions, readSheetAgain, type Sheet, useCategories, useSheet } from './sheet.ts'

const priorities: readonly CasePriority[] = ['low', 'normal', 'high', 'urgent']

/** The case's own drawer: what it is about, where it stands, what was promised, what belongs to it. */
export function CaseDrawer({ caseId, otherCases }: { caseId: string; otherCases: readonly InboxRow[] }) {
  const { t } = useWords('cases')
  const sheet = useSheet(caseId)
  return (
    <Section title={t('sheet.title')}>
      <Loaded query={sheet} coming={<Skeleton className="h-40 w-full rounded-card" />}>
        {(read) => <Opened caseId={caseId} sheet={read} otherCases={otherCases} />}
      </Loaded>
    </Section>
  )
}

type OpenedProps = { caseId: string; sheet: Sheet; otherCases: readonly InboxRow[] }

function Opened({ caseId, sheet, otherCases }: OpenedProps) {
  const { t } = useWords('cases')
  const go = useGo()
  const [held, setHeld] = useState(false)
  const { mergedInto, stage } = sheet
  return (
    <div onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} className="flex flex-col gap-4">
      {mergedInto && (
        <div className="flex flex-col items-start gap-2">
          <p>{t('sheet.merged')}</p>
          <Button onClick={() => go(conversationPath(mergedInto))}>{t('sheet.go_there')}</Button>
        </div>
      )}
      {stage !== 'closed' && <About caseId={caseId} sheet={sheet} />}
      <Steady held={held}>
        <Standing caseId={caseId} sheet={sheet} />
      </Steady>
      <Links caseId={caseId} links={sheet.links} more={sheet.moreLinks} mayLink={stage !== 'closed'} />
      {stage !== 'closed' && <Further caseId={caseId} otherCases={otherCases} />}
    </div>
  )
}

/** Category and priority: chosen is saved. */
function About({ caseId, sheet }: { caseId: string; sheet: Sheet }) {
  const { t, language } = useWords('cases')
  const queries = useQueryClient()
  const categories = useCategories()
  const onSettled = () => readSheetAgain(queries, caseId)
  const params = { caseId }
  const category = useMutation({
    mutationFn: (code: string) => call(changeCategory, { params, body: { category: code } }),
    onSettled,
  })
  const priority = useMutation({
    mutationFn: (value: CasePriority) => call(changePriority, { params, body: { priority: value } }),
    onSettled,
  })
  const error = category.error ?? priority.error
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t('sheet.category')}
          value={category.isPending ? category.variables : sheet.category}
          onChange={(code) => category.mutate(code)}
          options={categoryOptions(categories, language, sheet.category)}
        />
        <Select
          label={t('sheet.priority')}
          value={priority.isPending ? priority.variables : sheet.priority}
          onChange={(value) => priority.mutate(value)}
          options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      </div>
      {error && <Refused error={error} />}
    </>
  )
}

/** Joining and splitting: seldom needed, so below everything else. */
function Further({ caseId, otherCases }: { caseId: string; otherCases: readonly InboxRow[] }) {
  const { t } = useWords('cases')
  const [sheet, setSheet] = useState<'merge' | 'split' | null>(null)
  const close = () => setSheet(null)
  return (
    <div className="-ml-3 flex flex-wrap gap-x-1">
      <Button tone="plain" icon={Merge} onClick={() => setSheet('merge')}>
        {t('merge.action')}
      </Button>
      <Button tone="plain" icon={Split} onClick={() => setSheet('split')}>
        {t('split.action')}
      </Button>
      <MergeSheet caseId={caseId} cases={otherCases} open={sheet === 'merge'} onClose={close} />
      {sheet === 'split' && <SplitSheet caseId={caseId} onClose={close} />}
    </div>
  )
}
