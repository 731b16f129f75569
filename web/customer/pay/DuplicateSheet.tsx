import { useWords } from '../../ui/i18n/setup.ts'
import type { RefusedError } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Sheet } from '../../ui/parts/Sheet.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'

type DuplicateSheetProps = { refusal: RefusedError | null; onAgain: () => void; onClose: () => void }

/** The same payment was made a moment ago: nothing is paid twice without being asked. */
export function DuplicateSheet({ refusal, onAgain, onClose }: DuplicateSheetProps) {
  const { t } = useWords('customer')
  return (
    <Sheet
      open={refusal !== null}
      onClose={onClose}
      title={t('duplicate.title')}
      foot={
        <>
          <Button tone="primary" wide onClick={onClose}>
            {t('duplicate.no')}
          </Button>
          <Button tone="quiet" wide onClick={onAgain}>
            {t('duplicate.again')}
          </Button>
        </>
      }
    >
      {refusal && <Words refusal={refusal} />}
    </Sheet>
  )
}

function Words({ refusal }: { refusal: RefusedError }) {
  const words = useWords('refusals')
  const { why, safe } = explainRefusal(words, refusal)
  return (
    <div className="flex flex-col gap-2">
      <p>{why}</p>
      <p className="text-ink-soft">{safe}</p>
    </div>
  )
}
