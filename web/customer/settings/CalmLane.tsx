import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { readCalmLane, setCalmLane } from '../../../contract/routing.ts'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf, reading } from '../../ui/net/query.ts'
import { toast } from '../../ui/parts/Toast.tsx'

/** For the elderly and for beginners: served a little sooner when they ask a person. */
export function CalmLane() {
  const { t } = useWords('customer')
  const queries = useQueryClient()
  const lane = useQuery(reading(readCalmLane, {}))
  const changing = useMutation({
    mutationFn: (wanted: boolean) => call(setCalmLane, { body: { wanted } }),
    onSuccess: (reply) => queries.setQueryData(keyOf(readCalmLane), reply),
    onError: () => toast('warn', t('settings.calm_lane_not_kept')),
  })
  if (!lane.data) return null
  const on = changing.isPending ? changing.variables : lane.data.wanted
  return (
    <Toggle label={t('settings.calm_lane')} about={t('settings.calm_lane_about')} on={on} onChange={changing.mutate} />
  )
}
