import { type MessagePort, parentPort } from 'node:worker_threads'
import { openPaper, type Paper, type PaperAbout } from './paper.ts'
import type { FromPress, PrintOrder, ToPress } from './press.ts'

/** One kind of document: what it is called, and how it is set. `pieces` come as they are asked for. */
export type Setter = {
  about(facts: never): PaperAbout
  set(paper: Paper, facts: never, pieces: AsyncIterable<never>): Promise<void>
}

/** The other side of `openPress`: call it once in the module that the thread runs. Documents take turns line by line. */
export function runPress(setters: Record<string, Setter>): void {
  parentPort!.on('message', ({ document, facts, port }: PrintOrder) => {
    const tell = (message: FromPress) => port.postMessage(message)
    setDocument(setters[document]!, facts as never, port)
      .then(
        () => tell({ done: true }),
        (error: Error) => tell({ failed: error.message }),
      )
      .finally(() => port.close())
  })
}

async function setDocument(setter: Setter, facts: never, port: MessagePort): Promise<void> {
  const tell = (message: FromPress) => port.postMessage(message)
  const paper = openPaper(setter.about(facts))
  const inbox = openInbox(port, () => paper.stream.destroy())

  async function* pieces(): AsyncGenerator<never> {
    for (;;) {
      tell({ wants: 'piece' })
      const piece = await inbox.nextPiece()
      if (piece === undefined) return
      yield piece as never
    }
  }

  setter.set(paper, facts, pieces()).catch((error: Error) => paper.stream.destroy(error))
  for await (const bytes of paper.stream) {
    tell({ bytes })
    await inbox.taken()
  }
}

/** Waits for the one answer that each question has; both waits fail when nobody reads any more. */
function openInbox(port: MessagePort, onGone: () => void) {
  let piece = Promise.withResolvers<unknown>()
  let taken = Promise.withResolvers<void>()
  port.on('message', (message: ToPress) => {
    if ('gone' in message) {
      const gone = new Error('nobody reads the document any more')
      for (const waiting of [piece, taken]) {
        waiting.promise.catch(() => {})
        waiting.reject(gone)
      }
      onGone()
    } else if ('taken' in message) taken.resolve()
    else piece.resolve(message.piece)
  })
  return {
    async nextPiece(): Promise<unknown> {
      const next = await piece.promise
      piece = Promise.withResolvers()
      return next
    },
    async taken(): Promise<void> {
      await taken.promise
      taken = Promise.withResolvers()
    },
  }
}
