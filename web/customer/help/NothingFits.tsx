import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { tellSearch } from '../../../contract/help.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'

/** Whoever typed nothing for this long has asked. */
const askedAfterMs = 2_500

/** Tells what was looked for, once it is whole, so that editors learn of questions without an answer. */
export function useToldSearch(search: string): void {
  const { language } = useWords('customer')
  useEffect(() => {
    if (!search) return
    const timer = setTimeout(() => {
      // Nobody waits for it, and the question is answered without it.
      call(tellSearch, { body: { language, question: search, outcome: 'looked' } }).catch(() => {})
    }, askedAfterMs)
    return () => clearTimeout(timer)
  }, [search, language])
}

/** Below the answers: the one word that tells editors more than any figure. */
export function NothingFits({ search }: { search: string }) {
  const { t, language } = useWords('customer')
  const telling = useMutation({
    mutationFn: () => call(tellSearch, { body: { language, question: search, outcome: 'nothing_fits' } }),
  })
  if (telling.isSuccess) return <p role="status">{t('help.nothing_fits_done')}</p>
  return (
    <div>
      <Button busy={telling.isPending ? t('help.helped_sending') : undefined} onClick={() => telling.mutate()}>
        {t('help.nothing_fits')}
      </Button>
    </div>
  )
}
