import { useMutation } from '@tanstack/react-query'
import { FileSearch } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { canCheckSignatures } from '../../../contract/digest.ts'
import type { Money } from '../../../contract/money.ts'
import { readLedgerKeys } from '../../../contract/proof.ts'
import { type CheckedReceipt, checkReceipt, type ReceiptFault } from '../../../contract/receipt.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, fromMinor, toMinor } from '../../ui/money.ts'
import { call } from '../../ui/net/api.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { usePresence } from '../session/presence.ts'

/** Past this a file is no receipt of ours. */
const maximumBytes = 200_000

type Result = (CheckedReceipt | { unsupported: true }) & { fileName: string }
type Proven = Extract<Result, { proven: true }>

/** Checks a receipt's file on this device, for everybody; only the published keys are asked for. */
export function VerifyReceipt() {
  const { t } = useWords('customer')
  const signedIn = usePresence() === 'in'
  const checking = useMutation({ mutationFn: check })
  const result = checking.data
  const inputId = useId()

  return (
    <Screen title={t('receipt.check')} backTo={signedIn ? '/settings' : '/'}>
      <p>{t('receipt.explain')}</p>
      <div>
        <input
          id={inputId}
          type="file"
          accept=".json,application/json"
          className="peer sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) checking.mutate(file)
            event.target.value = ''
          }}
        />
        <label
          htmlFor={inputId}
          className={classes(
            buttonClass('primary', true),
            'cursor-pointer peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent',
          )}
        >
          <FileSearch aria-hidden size="1.2em" strokeWidth={1.75} />
          {t(result ? 'receipt.choose_other' : 'receipt.choose')}
        </label>
      </div>
      <div role="status" className="flex flex-col gap-4">
        {result && <Verdict result={result} />}
        {checking.error && <Notice meaning="warn" title={t('receipt.not_one')} />}
      </div>
    </Screen>
  )
}

async function check(file: File): Promise<Result> {
  if (!(await canCheckSignatures())) return { unsupported: true, fileName: file.name }
  const text = await file.slice(0, maximumBytes).text()
  return { ...(await checkReceipt(text, await publishedKeys())), fileName: file.name }
}

/** What this Dompet publishes; undefined without a network: the receipt is then checked against its own key. */
async function publishedKeys(): Promise<string[] | undefined> {
  try {
    return (await call(readLedgerKeys, {})).keys.map((key) => key.publicKey)
  } catch {
    return undefined
  }
}

function Verdict({ result }: { result: Result }) {
  const { t } = useWords('customer')
  if ('unsupported' in result) return <Notice meaning="warn" title={t('receipt.unsupported')} />
  if (result.proven) return <Proved proven={result} />
  const isReceipt = result.fault !== 'not_a_receipt'
  return (
    <Notice meaning={isReceipt ? 'bad' : 'warn'} title={t(isReceipt ? 'receipt.refused' : 'receipt.not_one')}>
      <p>{t(`receipt.fault.${result.fault satisfies ReceiptFault}`)}</p>
      <p>{t(isReceipt ? 'receipt.refused_next' : 'receipt.not_one_next')}</p>
      <p className="mt-2 text-13 wrap-anywhere text-ink-soft">{result.fileName}</p>
    </Notice>
  )
}

function balanceAfter(of: Money, own: { balanceMinor: string }): Money {
  return { ...of, amount: fromMinor(BigInt(own.balanceMinor)) }
}

function Proved({ proven }: { proven: Proven }) {
  const { t, language } = useWords('customer')
  const { payment, block, entry } = proven.receipt
  const facts: [string, ReactNode][] = [
    ...(payment.fee && toMinor(payment.fee.amount) > 0n
      ? ([[t('pay.fee'), formatMoney(payment.fee, language)]] as [string, ReactNode][])
      : []),
    ...(payment.counterparty ? ([[t('receipt.with'), payment.counterparty]] as [string, ReactNode][]) : []),
    ...(payment.note ? ([[t('pay.note'), payment.note]] as [string, ReactNode][]) : []),
    [t('result.when'), formatMoment(payment.at, language)],
    ...(entry.own
      ? ([[t('transaction.balance_after'), formatMoney(balanceAfter(payment.amount, entry.own), language)]] as [
          string,
          ReactNode,
        ][])
      : []),
    [t('transaction.reference'), payment.reference],
    [t('receipt.sealed'), formatMoment(proven.sealedAt, language)],
    [t('receipt.block'), String(block.number)],
    [
      t('receipt.file'),
      <span key="file" className="wrap-anywhere">
        {proven.fileName}
      </span>,
    ],
  ]
  return (
    <>
      <Notice meaning={proven.keyPinned ? 'good' : 'warn'} title={t('receipt.proven')}>
        {t(proven.keyPinned ? 'receipt.key_same' : 'receipt.key_unknown')}
      </Notice>
      <Card className="flex flex-col gap-3">
        <p className="text-15 text-ink-soft">{t(payment.direction === 'out' ? 'receipt.paid' : 'receipt.received')}</p>
        <Amount money={payment.amount} size="large" className="-mt-3" />
        <Facts facts={facts} />
      </Card>
    </>
  )
}
