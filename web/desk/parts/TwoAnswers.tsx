import { Check, type LucideIcon, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/parts/Button.tsx'
import { Problem } from './Problem.tsx'
import { ReasonSheet } from './ReasonSheet.tsx'

type Deed = { isPending: boolean; error: unknown }

type TwoAnswersProps = {
  /** Null where this person may only say no. */
  yes: { words: string; busy: string; deed: Deed & { mutate: () => void } } | null
  no: {
    words: string
    about: string
    icon?: LucideIcon
    deed: Deed & { mutate: (reason: string, then: { onSuccess: () => void }) => void }
  }
}

/** The answers of a second person: yes at once, or no with a reason that stays on record. */
export function TwoAnswers({ yes, no }: TwoAnswersProps) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <div className="flex flex-wrap gap-3">
        {yes && (
          <Button
            tone="primary"
            icon={Check}
            busy={yes.deed.isPending ? yes.busy : undefined}
            onClick={() => yes.deed.mutate()}
          >
            {yes.words}
          </Button>
        )}
        <Button icon={no.icon ?? X} onClick={() => setAsked(true)}>
          {no.words}
        </Button>
      </div>
      {yes?.deed.error ? <Problem error={yes.deed.error} /> : null}
      <ReasonSheet
        title={no.words}
        about={no.about}
        action={no.words}
        open={asked}
        busy={no.deed.isPending}
        error={no.deed.error}
        onClose={() => setAsked(false)}
        onReason={(reason) => no.deed.mutate(reason, { onSuccess: () => setAsked(false) })}
      />
    </>
  )
}
