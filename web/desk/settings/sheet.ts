import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'

/** In the place of an id: something that is yet to be. */
const adding = 'new'

/** Which setting of a list is open in its sheet. The sheet begins again, under a new `key`, when asked to. */
export function useOpenSheet(list: Pick<UseQueryResult, 'refetch'>) {
  const [open, setOpen] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  return {
    open,
    key: `${open} ${round}`,
    choose: setOpen,
    add: () => setOpen(adding),
    /** What every sheet of a setting is given. */
    props: {
      onClose: () => setOpen(null),
      onReload: () => void list.refetch().then(() => setRound(round + 1)),
    },
  }
}
