import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { PhonePage } from '../../ui/parts/Page.tsx'

/** Where the way back leads when the app was opened on this very page. */
export type BackTo = '/' | '/signin' | '/help' | '/safety' | '/settings' | '/settings/security' | '/history'

type ScreenProps = {
  title: string
  /** Shows the way back: to where one came from, or to this place. */
  backTo?: BackTo
  /** A step within the screen takes the way back over. */
  onBack?: (() => void) | undefined
  after?: ReactNode
  foot?: ReactNode
  children: ReactNode
}

/** A screen: names the window, and takes the focus so that it is read from its title on. */
export function Screen({ title, backTo, onBack, after, foot, children }: ScreenProps) {
  const goBack = useBack(backTo ?? '/')
  const page = useScreenTitle(title)
  const back = onBack ?? (backTo ? goBack : undefined)
  return (
    <div ref={page} className="contents">
      <PhonePage title={title} {...(back ? { onBack: back } : {})} after={after} foot={foot}>
        {children}
      </PhonePage>
    </div>
  )
}

/** One step back in the app, or up to `place` when there is no step to take back. */
export function useBack(place: BackTo): () => void {
  const router = useRouter()
  return () => {
    if (router.history.canGoBack()) router.history.back()
    else router.navigate({ to: place, replace: true })
  }
}

let screensShown = 0

/**
 * Names the window after the screen. With each new screen or step the focus goes to the one thing to fill in, where
 * there is one, else to the title. `place` tells screens apart whose title changes while somebody is at them.
 */
export function useScreenTitle(title: string, place = title) {
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    document.title = `${title} · Dompet`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new place
  useEffect(() => {
    screensShown++
    if (page.current) moveFocus(page.current, screensShown === 1)
  }, [place])
  return page
}

function moveFocus(page: HTMLElement, isFirst: boolean): void {
  const wanted = page.querySelector<HTMLElement>('[autofocus]')
  if (wanted) {
    wanted.focus()
    return
  }
  const active = document.activeElement
  const taken = active?.matches('input, textarea, select, fieldset') && page.contains(active)
  const heading = page.querySelector<HTMLElement>('h1')
  if (isFirst || taken || !heading) return
  heading.tabIndex = -1
  heading.style.outline = 'none'
  heading.focus({ preventScroll: true })
}
