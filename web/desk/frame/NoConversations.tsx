import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { PictureShield } from '../../ui/pictures/Shield.tsx'
import { TopBar } from './TopBar.tsx'

/** Signed in, but with a role that answers nobody: says so once, instead of refusing everywhere. */
export function NoConversations({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="m-auto w-full max-w-104 px-gutter">
        <h1 className="sr-only">{`Dompet ${t('desk')}`}</h1>
        <EmptyState picture={<PictureShield />} title={t('no_conversations.title', { name: me.name })}>
          {t('no_conversations.text')}
        </EmptyState>
      </main>
    </div>
  )
}
