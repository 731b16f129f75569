import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from './report.ts'

const bytes = 8_192
const blocks = 256
const writes = 1_000
const pauseMs = 2

/** What the disk under a folder takes to keep one small write, as a commit asks of it, in milliseconds. */
export async function measureDisk(folder: string): Promise<{ p50Ms: number; p99Ms: number }> {
  const name = path.join(folder, 'disk.bench')
  const file = openSync(name, 'w')
  const latencies: number[] = []
  try {
    writeSync(file, Buffer.alloc(bytes * blocks))
    fdatasyncSync(file)
    const block = Buffer.alloc(bytes, 1)
    for (let done = 0; done < writes; done += 1) {
      const asked = performance.now()
      writeSync(file, block, 0, bytes, (done % blocks) * bytes)
      fdatasyncSync(file)
      latencies.push(performance.now() - asked)
      await sleep(pauseMs)
    }
  } finally {
    closeSync(file)
    rmSync(name)
  }
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) }
}
