import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { Pool } from 'pg'
import { type Beat, startBeat } from './beat.ts'
import type { Db } from './database.ts'
import type { Log } from './log.ts'

/** Jobs that a worker has in hand at once, where it does not say otherwise. */
const jobConcurrency = 4
/** Taking and ending jobs is quick; beside that one listens, and one looks after the schedule and says that we live. */
const workerConnections = jobConcurrency + 2
/** Times a job is tried where it does not say otherwise; the pauses between them add up to days. */
const defaultAttempts = 25
/** Between the end of a runner that gave up and the next. */
const restartPauseMs = 500

/** A worker that has not said for so long that it lives is taken to be dead, and its jobs are given to others. */
const silence = { everyMs: 10_000, longestMs: 60_000 }

export type WorkerOptions = {
  /** Jobs that come by themselves, one line each ("30 19 * * * name", in UTC); of all processes one does each. */
  crontab?: readonly string[]
  concurrency?: number
  silence?: { everyMs: number; longestMs: number }
}

export type Job = {
  name: string
  payload: Record<string, unknown>
  runAt?: Date
  key?: string
  maximumAttempts?: number
}

/** Enqueues inside the caller's transaction: the job exists exactly when the change does. `key` replaces an earlier job of that key. */
export async function addJob(db: Db, job: Job): Promise<void> {
  await db`
    select enqueue_job(
      ${job.name}, ${JSON.stringify(job.payload)}::text::json, ${job.runAt ?? null}::timestamptz, ${job.key ?? null}::text,
      ${job.maximumAttempts ?? defaultAttempts}::int)`
}

/** What an area offers to the worker: its jobs by name. */
export type Jobs = Record<string, (payload: Record<string, unknown>) => Promise<void>>

export type Worker = { stop(): Promise<void> }

/**
 * Works on jobs until stopped; a failed job is tried again with growing pauses, and logged. When the database was away
 * for so long that the runner gave up, another one begins. What a process had in hand when it was killed is worked on
 * again a minute later: a job may be done twice, and has to bear it.
 */
export async function runJobs(url: string, jobs: Jobs, log: Log, options: WorkerOptions = {}): Promise<Worker> {
  const stopping = new AbortController()
  const start = () => startRunner(url, jobs, log, options)
  let running = await start()

  async function keep() {
    for (;;) {
      await running.runner.promise.catch((error) => log.warn({ err: error }, 'the worker gave up'))
      await running.life.stop()
      await running.pgPool.end()
      for (let begun = false; !begun; ) {
        if (stopping.signal.aborted) return
        await sleep(restartPauseMs, undefined, { signal: stopping.signal }).catch(() => {})
        const next = await start().catch((error) => log.warn({ err: error }, 'the worker cannot begin'))
        if (next) running = next
        begun = next !== undefined
      }
    }
  }

  const kept = keep()
  return {
    async stop() {
      stopping.abort()
      await running.runner.stop().catch(() => {})
      await kept
    },
  }
}

type Running = { runner: Runner; pgPool: Pool; life: Beat }

/**
 * A runner on a pool of our own, which ends with it. One that the library makes itself it leaves without listeners while
 * it still closes: a database that goes at that moment would take the process with it.
 */
async function startRunner(url: string, jobs: Jobs, log: Log, options: WorkerOptions): Promise<Running> {
  const { crontab = [], concurrency = jobConcurrency } = options
  const taskList: TaskList = {}
  for (const [name, work] of Object.entries(jobs)) {
    taskList[name] = async (payload) => work(payload as Record<string, unknown>)
  }
  const pgPool = openPool(url, log)
  const events: WorkerEvents = new EventEmitter()
  let workerId = ''
  events.once('pool:create', ({ workerPool }) => {
    workerId = workerPool.id
  })
  const runner = await run({
    pgPool,
    events,
    taskList,
    concurrency,
    noHandleSignals: true,
    crontab: crontab.join('\n'),
    logger: new Logger(() => (level, message) => {
      // Fewer connections than jobs are meant: a job that waits for somebody's server holds none.
      if (message.includes('maxPoolSize')) return
      if (level === 'error' || level === 'warning') log.warn({ worker: message }, 'worker')
    }),
  }).catch(async (error) => {
    await pgPool.end()
    throw error
  })
  runner.events.on('job:error', ({ job, error }) => {
    log.error({ err: error, job: job.task_identifier, attempt: job.attempts }, 'job failed')
  })
  return { runner, pgPool, life: showLife(pgPool, workerId, options.silence ?? silence, log) }
}

/** Tells the others that this worker lives, and takes from those that are silent what they had in hand. */
function showLife(pgPool: Pool, workerId: string, { everyMs, longestMs }: typeof silence, log: Log): Beat {
  const keep = async () => {
    const values = [workerId, `${longestMs} milliseconds`]
    const { rows } = await pgPool.query('select keep_job_worker($1, $2) as given', values)
    if (rows[0].given > 0) log.warn({ jobs: rows[0].given }, 'took up the jobs of a worker that fell silent')
  }
  const failed = (error: unknown) => log.warn({ err: error }, 'the worker could not say that it lives')
  void keep().catch(failed)
  return startBeat(everyMs, keep, failed)
}

/** Who asked hears of a lost connection by the answer; nobody else has to. */
function openPool(connectionString: string, log: Log): Pool {
  const pool = new Pool({ connectionString, max: workerConnections })
  const lost = (error: Error) => log.warn({ err: error }, "the worker's connection was lost")
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return pool
}
