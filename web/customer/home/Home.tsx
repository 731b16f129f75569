import { useWords } from '../../ui/i18n/setup.ts'
import { Skeleton, SkeletonAmount, SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { useScreenTitle } from '../app/Screen.tsx'
import { OwnGuest } from '../help/OwnGuest.tsx'
import { AttemptBanner } from '../pay/AttemptBanner.tsx'
import type { Me } from '../session/me.ts'
import { Balance } from './Balance.tsx'
import { HomeActions } from './HomeActions.tsx'
import { HomeNotices } from './HomeNotices.tsx'
import { OpenChat } from './OpenChat.tsx'
import { Recent } from './Recent.tsx'

const page =
  'mx-auto flex w-full max-w-140 flex-col gap-8 px-gutter pt-6 pb-8 desktop:max-w-260 desktop:grid desktop:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] desktop:gap-x-16 desktop:px-10 desktop:pt-12'

/** Home: the money first, then what one does with it, then what happened last. */
export function Home({ me }: { me: Me }) {
  const { t } = useWords('customer')
  const ref = useScreenTitle(t('nav.home'))
  return (
    <div ref={ref}>
      <main className={page}>
        <div className="flex flex-col gap-8">
          <header className="flex flex-col gap-4">
            <h1 className="text-17 font-strong text-ink-soft wrap-anywhere">{t('home.greeting', { name: me.name })}</h1>
            <Balance money={me.balance} />
          </header>
          <HomeNotices me={me} />
          <AttemptBanner customerId={me.id} />
          <OwnGuest customerId={me.id} />
          <OpenChat />
          <HomeActions />
        </div>
        <Recent />
      </main>
    </div>
  )
}

/** Home while it is asked who is there. */
export function HomeLoading() {
  const { t } = useWords('customer')
  return (
    <main className={page}>
      <h1 className="sr-only">{t('nav.home')}</h1>
      <div className="flex flex-col gap-8">
        <Waiting words={t('home.loading')}>
          <Skeleton className="mb-6 h-6 w-40" />
          <Skeleton className="mb-2 h-4 w-24" />
          <SkeletonAmount />
        </Waiting>
        <div className="grid grid-cols-4 gap-2">
          {['a', 'b', 'c', 'd'].map((key) => (
            <Skeleton key={key} className="mx-auto size-14 rounded-full" />
          ))}
        </div>
      </div>
      <SkeletonRows rows={4} />
    </main>
  )
}
