import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/**
 * Keeps the height that its content had while it is `held` (the pointer is near): when news makes the content shorter,
 * the buttons below do not slide away from under a hand.
 */
export function Steady({ held, children }: { held: boolean; children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const own = content.current?.getBoundingClientRect().height ?? 0
    setHeight(held ? Math.max(height, own) : own)
  })
  return (
    <div style={{ minHeight: held ? height : undefined }}>
      <div ref={content}>{children}</div>
    </div>
  )
}
