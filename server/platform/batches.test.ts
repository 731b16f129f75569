import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as immediate } from 'node:timers/promises'
import fc from 'fast-check'
import { type BatchOptions, createBatches, QueueFull } from './batches.ts'

type Item = { id: number; touches: string[]; bad?: boolean }

/** A batch run by hand: it ends when the test says so. */
type Running = { items: Item[]; sent(): void; end(): void; fail(error: Error): void }

/** Until a batch has ended and the next one, which waits a turn of the event loop, has started. */
async function turn() {
  await immediate()
  await immediate()
}

function createBench({ holdsBack = false, ...options }: Partial<BatchOptions> & { holdsBack?: boolean } = {}) {
  const started: Item[][] = []
  const running: Running[] = []
  const batches = createBatches<Item, number>(
    { lanes: 2, batchLimit: 100, queueLimit: 1_000, ...options },
    (item) => item.touches,
    (items, _lane, sent) => {
      started.push(items)
      if (!holdsBack) sent()
      return new Promise((resolve, reject) => {
        const leave = () => running.splice(running.indexOf(one), 1)
        const one: Running = {
          items,
          sent,
          end() {
            leave()
            if (items.some((item) => item.bad)) reject(new Error(`bad item among ${items.length}`))
            else resolve(items.map((item) => item.id))
          },
          fail(error) {
            leave()
            reject(error)
          },
        }
        running.push(one)
      })
    },
  )
  return { batches, started, running }
}

const item = (id: number, ...touches: string[]): Item => ({ id, touches })
const idsOf = (items: Item[]) => items.map(({ id }) => id)

describe('batches', () => {
  it('puts what arrives together into one batch, and sends a lone item at once', async () => {
    const { batches, started, running } = createBench()
    const first = [batches.submit(item(1, 'a')), batches.submit(item(2, 'a')), batches.submit(item(3, 'b'))]
    await turn()
    assert.deepEqual(started.map(idsOf), [[1, 2, 3]])
    running[0]!.end()
    assert.deepEqual(await Promise.all(first), [1, 2, 3])
    const lone = batches.submit(item(4, 'a'))
    await turn()
    running[0]!.end()
    assert.equal(await lone, 4)
  })

  it('runs what has nothing in common side by side, and lets the rest wait', async () => {
    const { batches, started, running } = createBench()
    void batches.submit(item(1, 'a'))
    await turn()
    for (const waiting of [item(2, 'a', 'b'), item(3, 'c'), item(4, 'b')]) void batches.submit(waiting)
    await turn()
    // 4 touches nothing in flight, but what the older 2 still waits for.
    assert.deepEqual(started.map(idsOf), [[1], [3]])
    running[0]!.end()
    await turn()
    assert.deepEqual(started.map(idsOf), [[1], [3], [2, 4]])
  })

  it('takes no more into a batch than its limit, and runs no more at once than there are lanes', async () => {
    const { batches, started } = createBench({ batchLimit: 2, lanes: 2 })
    for (let id = 1; id <= 7; id += 1) void batches.submit(item(id, `own ${id}`))
    await turn()
    assert.deepEqual(started.map(idsOf), [
      [1, 2],
      [3, 4],
    ])
  })

  it('lets a batch follow another on the lane that holds what it touches, where lanes are deep', async () => {
    const { batches, started, running } = createBench({ depth: 2 })
    void batches.submit(item(1, 'a'))
    await turn()
    void batches.submit(item(2, 'a'))
    await turn()
    for (const waiting of [item(3, 'a'), item(4, 'b'), item(5, 'a', 'b')]) void batches.submit(waiting)
    await turn()
    // 3 finds its lane full, 4 runs beside it, and 5 touches what is on its way on both lanes.
    assert.deepEqual(started.map(idsOf), [[1], [2], [4]])
    running[0]!.end()
    await turn()
    assert.deepEqual(started.map(idsOf), [[1], [2], [4], [3]])
    while (running.length > 0) {
      running[0]!.end()
      await turn()
    }
    assert.deepEqual(started.map(idsOf), [[1], [2], [4], [3], [5]])
  })

  it('lets nothing follow a batch that has not been sent, and takes what has come until then', async () => {
    const { batches, started, running } = createBench({ lanes: 1, depth: 2, holdsBack: true })
    for (const id of [1, 2, 3]) {
      void batches.submit(item(id, 'a'))
      await turn()
    }
    assert.deepEqual(started.map(idsOf), [[1]])
    running[0]!.sent()
    await turn()
    assert.deepEqual(started.map(idsOf), [[1], [2, 3]])
    // Saying it twice, or for one that has ended, lets nothing pass the one that is not sent.
    running[0]!.sent()
    running[0]!.end()
    void batches.submit(item(4, 'a'))
    await turn()
    assert.deepEqual(started.map(idsOf), [[1], [2, 3]])
    running[0]!.end()
    await turn()
    assert.deepEqual(started.map(idsOf), [[1], [2, 3], [4]])
    running[0]!.end()
    await batches.drain()
  })

  it('gives the neighbours of a bad item their outcomes', async () => {
    const { batches, started, running } = createBench()
    const outcomes = Promise.allSettled([
      batches.submit(item(1, 'a')),
      batches.submit({ ...item(2, 'a'), bad: true }),
      batches.submit(item(3, 'a')),
    ])
    for (let step = 0; step < 8; step += 1) {
      await turn()
      running[0]?.end()
    }
    const [first, second, third] = await outcomes
    assert.deepEqual(started.map(idsOf), [[1, 2, 3], [1], [2], [3]])
    assert.deepEqual(
      [first, third],
      [
        { status: 'fulfilled', value: 1 },
        { status: 'fulfilled', value: 3 },
      ],
    )
    assert.equal(second!.status === 'rejected' && second.reason.message, 'bad item among 1')
  })

  it('refuses what the queue cannot hold, at once, and goes on afterwards', async () => {
    const { batches, running } = createBench({ lanes: 1, queueLimit: 2 })
    const first = batches.submit(item(1, 'a'))
    await turn()
    const waiting = [batches.submit(item(2, 'a')), batches.submit(item(3, 'a'))]
    await assert.rejects(batches.submit(item(4, 'a')), QueueFull)
    running[0]!.end()
    await turn()
    running[0]!.end()
    assert.deepEqual(await Promise.all([first, ...waiting]), [1, 2, 3])
  })

  it('is drained when everything has its outcome, also after failures, and at once when idle', async () => {
    const { batches, running } = createBench({ lanes: 1 })
    await batches.drain()
    const settled: string[] = []
    const lost = batches.submit(item(1, 'a')).catch(() => settled.push('lost'))
    await turn()
    const kept = batches.submit(item(2, 'a')).then(() => settled.push('kept'))
    const drained = batches.drain().then(() => settled.push('drained'))
    running[0]!.fail(new Error('connection lost'))
    await turn()
    running[0]!.end()
    await Promise.all([lost, kept, drained])
    assert.deepEqual(settled, ['lost', 'kept', 'drained'])
  })

  it('keeps, for any load, the order of everything that touches the same thing, and never two of them at once', async () => {
    const load = fc.array(
      fc.record({
        touches: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 3 }),
        pause: fc.boolean(),
        ends: fc.nat(3),
      }),
      { maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(
        load,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 7 }),
        async (steps, lanes, batchLimit) => {
          const { batches, started, running } = createBench({ lanes, batchLimit })
          const outcomes: Promise<number>[] = []
          for (const [id, { touches, pause, ends }] of steps.entries()) {
            outcomes.push(batches.submit(item(id, ...touches)))
            if (pause) await turn()
            for (let count = 0; count < ends; count += 1) running.at(-1)?.end()
            assertApart(running)
          }
          while (running.length > 0 || started.flat().length < steps.length) {
            await turn()
            assertApart(running)
            assert.ok(running.length <= lanes)
            running[0]?.end()
          }
          assert.deepEqual(await Promise.all(outcomes), [...steps.keys()])
          for (const name of 'abcde') {
            const order = started.flat().filter(({ touches }) => touches.includes(name))
            assert.deepEqual(
              idsOf(order),
              idsOf(order).sort((a, b) => a - b),
            )
          }
          assert.ok(started.every((batch) => batch.length <= batchLimit))
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** Nothing is touched by two running batches. */
function assertApart(running: Running[]) {
  const names = running.flatMap(({ items }) => [...new Set(items.flatMap(({ touches }) => touches))])
  assert.equal(new Set(names).size, names.length)
}
