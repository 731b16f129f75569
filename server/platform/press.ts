import { Readable } from 'node:stream'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'

/** What the press says of one document: its next bytes, that it wants the next piece, that it is done or cannot go on. */
export type FromPress = { bytes: Uint8Array } | { wants: 'piece' } | { done: true } | { failed: string }
/** What it is told: the next piece (undefined: there are no more), that its bytes were taken, that nobody reads any more. */
export type ToPress = { piece: unknown } | { taken: true } | { gone: true }
/** What begins a document. `facts` and pieces are copied to the thread: plain data only. */
export type PrintOrder = { document: string; facts: unknown; port: MessagePort }

export type Press = {
  /**
   * Sets a document by the setter of that name, piece by piece, while it is read. At most one piece and one chunk of bytes
   * are on their way, whatever the document's length. The stream fails where the setter or the pieces do.
   */
  print(document: string, facts: unknown, pieces?: AsyncIterable<unknown>): Readable
}

/** Documents are written while they are read, so that none needs much; one that does ends the thread and not the wallet. */
const threadLimitMb = 256

/**
 * A thread that sets documents, so that nobody else of this process waits while faces are loaded and lines are shaped.
 * `setters`: the module that calls `runPress`. The thread begins with the first document and stays, with what it has
 * loaded; it keeps no process alive. One that ends by itself fails its documents, and the next one begins another.
 */
export function openPress(setters: URL): Press {
  let worker: Worker | undefined

  function start(): Worker {
    const started = new Worker(setters, { resourceLimits: { maxOldGenerationSizeMb: threadLimitMb } })
    started.unref()
    // Its error is told by the documents that it was setting.
    started.on('error', () => forget(started))
    started.on('exit', () => forget(started))
    return started
  }

  function forget(ended: Worker) {
    if (worker === ended) worker = undefined
  }

  return {
    print(document, facts, pieces) {
      worker ??= start()
      const own = worker
      const { port1: near, port2: port } = new MessageChannel()
      const order: PrintOrder = { document, facts, port }
      own.postMessage(order, [port])
      return readFrom(near, pieces, () => forget(own))
    },
  }
}

function readFrom(port: MessagePort, pieces: AsyncIterable<unknown> | undefined, onLost: () => void): Readable {
  const source = pieces?.[Symbol.asyncIterator]()
  const tell = (message: ToPress) => port.postMessage(message)
  let isWaitedFor = false
  let isOver = false

  const stream = new Readable({
    read() {
      if (isWaitedFor) tell({ taken: true })
      isWaitedFor = false
    },
    destroy(error, callback) {
      if (!isOver) tell({ gone: true })
      port.close()
      Promise.resolve(source?.return?.()).then(
        () => callback(error),
        () => callback(error),
      )
    },
  })

  async function sendPiece() {
    try {
      const next = await source?.next()
      tell({ piece: next?.done ? undefined : next?.value })
    } catch (error) {
      stream.destroy(error as Error)
    }
  }

  port.on('message', (message: FromPress) => {
    if ('bytes' in message) {
      isWaitedFor = !stream.push(message.bytes)
      if (!isWaitedFor) tell({ taken: true })
    } else if ('wants' in message) void sendPiece()
    else {
      isOver = true
      if ('done' in message) stream.push(null)
      else stream.destroy(new Error(message.failed))
    }
  })
  // The thread is gone, and its end of the port with it; its own event comes later.
  port.on('close', () => {
    if (isOver || stream.destroyed) return
    onLost()
    stream.destroy(new Error('the press has stopped'))
  })
  return stream
}
