import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Route } from '../../../contract/route.ts'
import { listSettingChanges } from '../../../contract/setting-changes.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { keyOf } from '../../ui/net/query.ts'
import { toast } from '../../ui/parts/Toast.tsx'

/** Saves a setting, says so, and reads the list again, whatever became of it. */
export function useSaving<Given>(list: Route, save: (given: Given) => Promise<unknown>, onSaved: () => void) {
  const { t } = useWords('settings')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSettled: () =>
      Promise.all([list, listSettingChanges].map((route) => queries.invalidateQueries({ queryKey: keyOf(route) }))),
    onSuccess: () => {
      toast('good', t('saved'))
      onSaved()
    },
  })
}

export type Saving = { error: Error | null; isPending: boolean }
