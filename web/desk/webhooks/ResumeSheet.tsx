import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listTroubledWebhooks, resumeMerchantWebhook, type TroubledWebhook } from '../../../contract/desk-webhooks.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { toast } from '../../ui/parts/Toast.tsx'
import { ReasonSheet } from '../parts/ReasonSheet.tsx'

/** Says what will happen, and asks why. Stays open when a colleague was faster, and says so. */
export function ResumeSheet({ merchant, onClose }: { merchant: TroubledWebhook; onClose: () => void }) {
  const { t } = useWords('webhooks')
  const queries = useQueryClient()
  const { merchantId, name, url, pending } = merchant
  const resuming = useMutation({
    mutationFn: (reason: string) => call(resumeMerchantWebhook, { params: { merchantId }, body: { reason } }),
    onSuccess: ({ resumed }) => {
      toast('good', t('resumed', { count: resumed }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(listTroubledWebhooks) }),
  })
  return (
    <ReasonSheet
      title={t('resume_title', { name })}
      about={t('resume_about', { count: pending, url })}
      action={t('resume')}
      open
      busy={resuming.isPending}
      error={resuming.error}
      onClose={onClose}
      onReason={(reason) => resuming.mutate(reason)}
    />
  )
}
