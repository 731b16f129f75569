import type { checkContact } from '../../../contract/directory.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { List } from '../../ui/parts/List.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { sayNumber } from '../../ui/phone.ts'
import { HotlineRow } from './HotlineRow.tsx'
import { Report } from './Report.tsx'

type CheckAnswerProps = { text: string; answer: Reply<typeof checkContact>; signedIn: boolean }

/** There is no "fine": what is ours can be forged, and what is not ours is not to be trusted. */
export function CheckAnswer({ text, answer, signedIn }: CheckAnswerProps) {
  const { t } = useWords('safety')
  const { kind, understood, verdict, looksLike, hotline } = answer
  if (verdict === 'ours')
    return (
      <>
        <Notice meaning="info" title={t('ours.title', { what: hotline ? sayNumber(hotline.number) : understood })}>
          {t(`ours.${kind}`)}
        </Notice>
        {hotline && (
          <List label={t('numbers.title')}>
            <HotlineRow hotline={hotline} />
          </List>
        )}
      </>
    )
  return (
    <>
      <Notice meaning="bad" title={t(`${verdict}.title`, { what: understood })}>
        <p>{t(`${verdict}.text`)}</p>
        {looksLike && <p className="mt-2">{t('looks_like', { name: looksLike })}</p>}
        <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
          <li>{t(`do.${kind}`)}</li>
          <li>{t('do.secrets')}</li>
          <li>{t('do.ask')}</li>
        </ul>
      </Notice>
      <Report text={text} signedIn={signedIn} />
    </>
  )
}
