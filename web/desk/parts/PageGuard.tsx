import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { UnsavedQuestion } from '../../ui/parts/UnsavedQuestion.tsx'
import { UnsavedFields } from '../../ui/parts/unsaved.ts'

/** Asks before somebody goes to another page, or closes the tab, with something on this one that is not saved. */
export function PageGuard({ title, children }: { title: string; children: ReactNode }) {
  const [fields] = useState(() => new Set<string>())
  const isUnsaved = () => fields.size > 0
  const going = useBlocker({ shouldBlockFn: isUnsaved, enableBeforeUnload: isUnsaved, withResolver: true })
  const stay = () => going.reset?.()
  return (
    <UnsavedFields value={fields}>
      {children}
      <SheetPaper open={going.status === 'blocked'} onClose={stay} title={title}>
        <UnsavedQuestion onStay={stay} onLeave={() => going.proceed?.()} />
      </SheetPaper>
    </UnsavedFields>
  )
}
