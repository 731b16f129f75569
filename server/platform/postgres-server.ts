import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ConfigFault } from './config-fault.ts'
import { connectOwner } from './database.ts'
import { freePort, isFreePort } from './free-port.ts'
import { keepOnce } from './keep-once.ts'
import { reachableBinaries, reachableFolder, reachablePlace, systemIdentity } from './postgres-place.ts'

const run = promisify(execFile)

/** Time between two looks whether the server still lives, and before another try to start it. */
const watchMs = 250

/** Longest time for which a start that fails is tried again. */
const startPatienceMs = 15_000

/** Longest wait for recovery after a crash, in seconds. */
const startTimeoutSeconds = 60

/** Longest wait for its orderly end. */
const stopTimeoutMs = 60_000

/** Longest wait for the backends of connections that were closed a moment ago, and the pause between two looks. */
const goneWithinMs = 500
const goneLookMs = 50
const databaseUser = 'dompet'

/** Beginning of the name of a cluster that is still being made; the process that makes it follows. */
const draftName = 'data-of-'

export type PostgresServer = {
  /** False where it ran already: then it is perhaps somebody else's to stop. */
  started: boolean
  url(database: string): string
  port: number
  folder: string
  /** Starts the server again whenever it has died, until `stop`. `died` hears of it, and of each try that failed. */
  keep(died: (problem?: Error) => void): void
  stop(): Promise<void>
  /** Stops it unless others are connected: the last who leaves does. To be called when one's own connections are closed. */
  leave(): Promise<void>
}

type Saved = { port: number; password: string }

/** Whether `startPostgres` would find a cluster for this folder, and not make one. */
export function hasCluster(wantedFolder: string): boolean {
  const wanted = path.resolve(wantedFolder)
  const folder = process.getuid?.() === 0 ? reachablePlace(wanted) : wanted
  return existsSync(path.join(folder, 'data', 'PG_VERSION'))
}

/**
 * Starts the PostgreSQL that ships with the npm package, or finds it running already: the database outlives a killed
 * wallet process on purpose, so that the next start serves at once. Several processes may ask for the same folder at
 * once: they share one cluster and one server.
 *
 * PostgreSQL refuses to run as root; started by root it runs as the system user `postgres`, and where that user cannot
 * enter `folder`, binaries and data go to a folder under the system's temporary directory that it can.
 */
export async function startPostgres(
  wantedFolder: string,
  settings: Record<string, string> = {},
): Promise<PostgresServer> {
  const identity = process.getuid?.() === 0 ? systemIdentity() : undefined
  const folder = identity ? reachableFolder(path.resolve(wantedFolder), identity) : path.resolve(wantedFolder)
  const binaries = await reachableBinaries(identity, folder)
  const data = path.join(folder, 'data')
  const runAs = { ...identity, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } }

  const saved = await readSaved()
  if (!isMade()) await makeCluster()
  const started = await untilServing()
  let kept: NodeJS.Timeout | undefined
  return { started, url, port: saved.port, folder, keep, stop, leave }

  /** Port and password are kept before there is a cluster: whoever makes it, makes it with these. */
  async function readSaved(): Promise<Saved> {
    const file = path.join(folder, 'server.json')
    if (isMade() && !existsSync(file))
      throw new ConfigFault([
        `DOMPET_DATA: ${file} is missing, which belongs to the folder data beside it and its backup`,
      ])
    const first: Saved = { port: await freePort(), password: randomBytes(18).toString('base64url') }
    keepOnce(file, () => JSON.stringify(first))
    return JSON.parse(readFileSync(file, 'utf8'))
  }

  function isMade(): boolean {
    return existsSync(path.join(data, 'PG_VERSION'))
  }

  /** Made aside and named when it is whole: a start that is cut off leaves no half cluster, and of several one is first. */
  async function makeCluster() {
    for (const name of readdirSync(folder).filter((one) => one.startsWith(draftName)))
      if (!isProcess(Number.parseInt(name.slice(draftName.length), 10)))
        rmSync(path.join(folder, name), { recursive: true })
    const draft = path.join(folder, `${draftName}${process.pid}-${randomUUID()}`)
    const passwordFile = `${draft}.password`
    writeFileSync(passwordFile, saved.password, { mode: 0o600 })
    if (identity) chownSync(passwordFile, identity.uid, identity.gid)
    try {
      const authentication = ['-U', databaseUser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
      const text = ['-E', 'UTF8', '--locale=C.UTF-8']
      await run(path.join(binaries, 'initdb'), ['-D', draft, ...authentication, ...text], runAs)
      renameSync(draft, data)
    } catch (error) {
      if (!isMade()) throw error
    } finally {
      for (const left of [draft, passwordFile]) rmSync(left, { recursive: true, force: true })
    }
  }

  async function isRunning(): Promise<boolean> {
    return run(path.join(binaries, 'pg_ctl'), ['-D', data, 'status'], runAs).then(
      () => true,
      () => false,
    )
  }

  /** What the postmaster wrote of itself; nothing where there is none. */
  function readPostmaster(): { pid: number; port: number } | undefined {
    try {
      const [pid, , , port] = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
      return { pid: Number(pid), port: Number(port) }
    } catch {
      return undefined
    }
  }

  /** Whether the postmaster's process lives. */
  function isAlive(): boolean {
    const postmaster = readPostmaster()
    return postmaster !== undefined && isProcess(postmaster.pid)
  }

  function keep(died: (problem?: Error) => void) {
    const look = async () => {
      if (!isAlive()) {
        died()
        // Who is connected knows its port: it comes back there or not at all. Its children may still hold its memory for
        // a moment, which fails this try and not the next; and perhaps another process was quicker.
        await launch().catch((problem: Error) => isAlive() || died(problem))
      }
      if (kept) kept = setTimeout(look, watchMs)
    }
    kept = setTimeout(look, watchMs)
  }

  /**
   * Until it takes connections, started by us (true) or by another. After a crash its children may hold its memory for a
   * moment; another process may be quicker than we are, or be stopping it just now.
   */
  async function untilServing(): Promise<boolean> {
    const begunAt = performance.now()
    for (;;) {
      const waitedMs = performance.now() - begunAt
      if (await isRunning()) {
        // It may have been started on another port than was first kept.
        saved.port = readPostmaster()?.port || saved.port
        if (await answers()) return false
        if (waitedMs > startTimeoutSeconds * 1000)
          throw new Error(`PostgreSQL runs by ${path.join(data, 'postmaster.pid')} and does not answer`)
      } else {
        if (!(await isFreePort(saved.port))) saved.port = await freePort()
        const problem = await launch().then(
          () => undefined,
          (error: Error) => error,
        )
        if (!problem) return true
        if (waitedMs > startPatienceMs && !(await isRunning())) throw problem
      }
      await sleep(watchMs)
    }
  }

  async function answers(): Promise<boolean> {
    const owner = connectOwner(url('postgres'))
    return owner`select 1`
      .then(
        () => true,
        () => false,
      )
      .finally(() => owner.end({ timeout: 1 }))
  }

  async function launch() {
    const all = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(saved.port),
      max_connections: '200',
      shared_buffers: '256MB',
      max_wal_size: '2GB',
      // What a busy hour has written is kept to be written over: to make a new one of 16 MB stops every commit for 0.1 s.
      min_wal_size: '1GB',
      // A query whose caller is gone ends soon, and with it what would hold up a start after a crash.
      client_connection_check_interval: '1s',
      ...settings,
    }
    const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
    const log = path.join(folder, 'postgres.log')
    await run(
      path.join(binaries, 'pg_ctl'),
      ['-D', data, '-l', log, '-w', '-t', String(startTimeoutSeconds), '-o', options.join(' '), 'start'],
      runAs,
    ).catch((error: Error) => {
      throw new Error(`PostgreSQL did not start; see ${log}`, { cause: error })
    })
  }

  function url(database: string): string {
    return `postgres://${databaseUser}:${saved.password}@127.0.0.1:${saved.port}/${database}`
  }

  async function stop() {
    clearTimeout(kept)
    kept = undefined
    const asked = readPostmaster()
    if (!asked) return
    // pg_ctl would wait for one that another process starts meanwhile, too.
    await run(path.join(binaries, 'pg_ctl'), ['-D', data, '-m', 'fast', '-W', 'stop'], runAs).catch((error: Error) => {
      // Two who leave at once both stop it.
      if (isAlive()) throw error
    })
    const giveUpAt = performance.now() + stopTimeoutMs
    while (readPostmaster()?.pid === asked.pid && isProcess(asked.pid)) {
      if (performance.now() > giveUpAt) throw new Error(`PostgreSQL (process ${asked.pid}) does not stop`)
      await sleep(goneLookMs)
    }
  }

  async function leave() {
    clearTimeout(kept)
    kept = undefined
    if (!(await hasOthers())) await stop()
  }

  /** Whether anybody but us is connected. */
  async function hasOthers(): Promise<boolean> {
    const owner = connectOwner(url('postgres'))
    try {
      for (const goneAt = performance.now() + goneWithinMs; ; ) {
        const [others] = await owner`
          select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`
        if (!others) return false
        if (performance.now() > goneAt) return true
        await sleep(goneLookMs)
      }
    } catch {
      // It does not answer: who else is there has lost it already.
      return false
    } finally {
      await owner.end({ timeout: 1 })
    }
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
