import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileCheck2 } from 'lucide-react'
import { useState } from 'react'
import { readReceipt } from '../../../contract/proof.ts'
import type { Receipt } from '../../../contract/receipt.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { toast } from '../../ui/parts/Toast.tsx'

/** Sealing takes about a second: asked again until it is done. */
const askAgainMs = 2_000

/** The receipt that proves itself: saved as a file, with the balance or without. */
export function Proof({ paymentId }: { paymentId: string }) {
  const { t } = useWords('customer')
  const [saving, setSaving] = useState<'hidden' | 'shown'>()
  const receipt = useQuery({
    ...reading(readReceipt, { params: { id: paymentId }, query: {} }),
    refetchInterval: ({ state }) => (state.data?.state === 'not_sealed_yet' ? askAgainMs : false),
  })

  async function save(balance: 'hidden' | 'shown') {
    setSaving(balance)
    try {
      const answer = await call(readReceipt, { params: { id: paymentId }, query: { balance } })
      if (answer.state === 'sealed') saveFile(answer.receipt)
    } catch {
      toast('warn', t('receipt.not_saved'))
    } finally {
      setSaving(undefined)
    }
  }

  const isSealed = receipt.data?.state === 'sealed'
  return (
    <Section title={t('receipt.proof')}>
      <Card className="flex flex-col gap-3">
        <p>{t(isSealed ? 'receipt.about' : 'receipt.not_sealed')}</p>
        {isSealed && (
          <>
            <Button
              wide
              icon={FileCheck2}
              busy={saving === 'hidden' ? t('receipt.saving') : undefined}
              onClick={() => save('hidden')}
            >
              {t('receipt.save')}
            </Button>
            <Button
              wide
              tone="plain"
              busy={saving === 'shown' ? t('receipt.saving') : undefined}
              onClick={() => save('shown')}
            >
              {t('receipt.save_balance')}
            </Button>
          </>
        )}
        <Link to="/verify-receipt" className={buttonClass('plain', true)}>
          {t('receipt.check')}
        </Link>
      </Card>
    </Section>
  )
}

function saveFile(receipt: Receipt) {
  const file = new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `dompet-${receipt.payment.reference}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
