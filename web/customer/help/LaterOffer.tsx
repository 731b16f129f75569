import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MessageSquareReply, Phone } from 'lucide-react'
import { listChats, readChat } from '../../../contract/chat.ts'
import { chooseLater } from '../../../contract/routing.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { useMe } from '../session/me.ts'

type How = 'message' | 'call'

/** After a while of waiting: be answered here later, or by a call, and keep the place. */
export function LaterOffer({ caseId }: { caseId: string }) {
  const { t } = useWords('customer')
  const queries = useQueryClient()
  const choosing = useMutation({
    mutationFn: (how: How) => call(chooseLater, { params: { caseId }, body: { how } }),
    onSuccess: (chat) => {
      queries.setQueryData(keyOf(readChat, { params: { caseId } }), chat)
      queries.invalidateQueries({ queryKey: keyOf(listChats) })
    },
  })
  const choose = (how: How) => () => !choosing.isPending && choosing.mutate(how)
  const busy = (how: How) => (choosing.isPending && choosing.variables === how ? t('later.busy') : undefined)
  return (
    <section
      aria-label={t('later.title')}
      className="mt-2 flex flex-col gap-2 rounded-card border border-line px-4 py-3"
    >
      <p>
        <span className="block font-strong">{t('later.title')}</span>
        <span className="text-15 text-ink-soft">{t('later.about')}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button icon={MessageSquareReply} busy={busy('message')} onClick={choose('message')}>
          {t('later.message')}
        </Button>
        <Button icon={Phone} busy={busy('call')} onClick={choose('call')}>
          {t('later.call')}
        </Button>
      </div>
      {choosing.error && <ErrorState error={choosing.error} onRetry={() => choosing.mutate(choosing.variables)} />}
    </section>
  )
}

/** What was chosen, for as long as nobody has answered. */
export function LaterChosen({ how }: { how: How }) {
  const { t } = useWords('customer')
  const phone = useMe().data?.phone ?? ''
  return (
    <Notice meaning="info" title={t(`later.${how}_title`)}>
      {t(`later.${how}_chosen`, { phone })}
    </Notice>
  )
}
