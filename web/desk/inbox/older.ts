import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listUnattended, type readInbox } from '../../../contract/desk.ts'
import type { Reply } from '../../../contract/route.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { reReadMs } from './inbox.ts'

/** Cases that nobody attends and that the inbox does not hold, page by page once they are asked for. */
export function useOlderUnattended(inbox: Reply<typeof readInbox> | undefined) {
  const [asked, setAsked] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: keyOf(listUnattended),
    queryFn: ({ pageParam, signal }) =>
      call(listUnattended, { query: pageParam === null ? {} : { before: pageParam }, signal }),
    enabled: asked,
    initialPageParam: null as string | null,
    getNextPageParam: ({ unattended, more }) => (more ? unattended.at(-1)?.caseId : undefined),
    refetchInterval: reReadMs,
  })
  // Read from the top, so that none falls between the inbox and the pages below it while new ones come.
  const known = inbox ? [...inbox.unattended, ...inbox.mine, ...inbox.waiting] : []
  const knownIds = new Set(known.map(({ caseId }) => caseId))
  const all = pages.data?.pages.flatMap(({ unattended }) => unattended) ?? []

  async function readMore() {
    setAsked(true)
    if (!pages.data) await pages.refetch()
    await pages.fetchNextPage()
  }
  return {
    rows: all.filter(({ caseId }) => !knownIds.has(caseId)),
    more: pages.data ? pages.hasNextPage : inbox !== undefined && inbox.unattendedCount > inbox.unattended.length,
    busy: (asked && pages.isPending && !pages.error) || pages.isFetchingNextPage,
    error: pages.error,
    onMore: () => void readMore(),
  }
}
