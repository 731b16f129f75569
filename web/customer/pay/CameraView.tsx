import { Camera } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { decodeFrame } from './decode.ts'

/** Pause between two looks at the camera's picture: quick for a person, light for an old phone. */
const lookEveryMs = 180
const lookSidePx = 720

type CameraState = 'asking' | 'looking' | 'refused' | 'missing'

/** The camera as a window: opens when asked, looks for a code, and says what to do where it may not be used. */
export function CameraView({ onText }: { onText: (text: string) => void }) {
  const { t } = useWords('customer')
  const [state, setState] = useState<CameraState>('asking')
  const [round, setRound] = useState(0)
  const video = useRef<HTMLVideoElement>(null)
  const found = useRef(onText)
  found.current = onText

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round opens the camera again
  useEffect(() => {
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout>
    let ended = false

    async function open() {
      if (!navigator.mediaDevices?.getUserMedia) return setState('missing')
      setState('asking')
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      } catch (error) {
        const refused = error instanceof DOMException && error.name === 'NotAllowedError'
        return ended || setState(refused ? 'refused' : 'missing')
      }
      if (ended || !video.current) return stop()
      video.current.srcObject = stream
      await video.current.play().catch(() => {})
      setState('looking')
      look()
    }

    async function look() {
      const picture = video.current
      if (ended || !picture) return
      if (picture.videoWidth > 0) {
        const text = await readFrame(picture)
        if (ended) return
        if (text) {
          stop()
          return found.current(text)
        }
      }
      timer = setTimeout(look, lookEveryMs)
    }

    function stop() {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }

    open()
    return () => {
      ended = true
      clearTimeout(timer)
      stop()
    }
  }, [round])

  const shows = state === 'looking'
  return (
    <section aria-label={t('scan.camera')} className="flex flex-col gap-3">
      <div className="relative aspect-square max-h-[56dvh] w-full overflow-hidden rounded-card bg-sunk desktop:aspect-video">
        <video ref={video} muted playsInline className="size-full object-cover" hidden={!shows} />
        {shows && <Corners />}
        {!shows && (
          <div className="flex size-full flex-col items-start justify-center gap-3 p-6">
            <Camera aria-hidden size="2rem" strokeWidth={1.75} className="text-ink-soft" />
            <p className="font-strong">{t(`scan.${state}`)}</p>
            {state === 'refused' && (
              <>
                <p className="text-15 text-ink-soft">{t('scan.refused_how')}</p>
                <Button onClick={() => setRound(round + 1)}>{t('scan.open_again')}</Button>
              </>
            )}
            {state === 'missing' && <p className="text-15 text-ink-soft">{t('scan.missing_how')}</p>}
          </div>
        )}
      </div>
      <p role="status" className="text-15 text-ink-soft">
        {shows && t('scan.hold')}
      </p>
    </section>
  )
}

/** Where the decoder did not come, the next look fetches it again. */
function readFrame(picture: HTMLVideoElement): Promise<string | null> {
  return decodeFrame(picture, picture.videoWidth, picture.videoHeight, lookSidePx).catch(() => null)
}

function Corners() {
  return (
    <svg aria-hidden viewBox="0 0 100 100" className="pointer-events-none absolute inset-0 m-auto h-3/5">
      <path
        d="M4 26V12a8 8 0 0 1 8-8h14M74 4h14a8 8 0 0 1 8 8v14M96 74v14a8 8 0 0 1-8 8H74M26 96H12a8 8 0 0 1-8-8V74"
        fill="none"
        stroke="white"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  )
}
