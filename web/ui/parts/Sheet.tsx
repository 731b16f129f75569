import { lazy, Suspense, useEffect, useState } from 'react'
import type { SheetProps } from './SheetPaper.tsx'

const load = () => import('./SheetPaper.tsx').then((module) => ({ default: module.SheetPaper }))
const SheetPaper = lazy(load)

/**
 * A further sheet of paper: from below on a phone, from the side on a larger screen. Escape and the cross close it.
 * Its code is fetched when the page has come to rest, so that it costs the first load nothing.
 */
export function Sheet(props: SheetProps) {
  const [asked, setAsked] = useState(props.open)
  if (props.open && !asked) setAsked(true)
  useEffect(() => {
    const timer = setTimeout(load, 1500)
    return () => clearTimeout(timer)
  }, [])
  if (!asked) return null
  return (
    <Suspense fallback={null}>
      <SheetPaper {...props} />
    </Suspense>
  )
}
