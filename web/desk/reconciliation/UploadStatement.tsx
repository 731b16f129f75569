import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { uploadStatement } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { upload } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { Problem } from '../parts/Problem.tsx'
import { readAllAgain, sayDay } from './reconciliation.ts'

/** Hands in a file of the bank, where it did not come by itself. */
export function UploadStatement() {
  const { t, language } = useWords('desk')
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: (file: File) => upload<Reply<typeof uploadStatement>>(uploadStatement.path, file),
    onSuccess: ({ day, known, records }) => {
      const words = known ? 'reconciliation.known' : 'reconciliation.taken'
      toast('good', t(words, { day: sayDay(day, language), count: records }))
    },
    onSettled: () => readAllAgain(queries),
  })
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-soft">{t('reconciliation.upload_about')}</p>
      <input
        ref={input}
        type="file"
        accept=".xml,application/xml,text/xml"
        aria-label={t('reconciliation.upload')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) send.mutate(file)
        }}
      />
      <Button
        icon={FileUp}
        wide
        busy={send.isPending ? t('reconciliation.uploading') : undefined}
        onClick={() => input.current?.click()}
      >
        {t('reconciliation.upload')}
      </Button>
      {send.error && <Problem error={send.error} />}
    </div>
  )
}
