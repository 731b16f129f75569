import { readSandboxConfig } from './config.ts'
import { startSandbox } from './sandbox.ts'

const STOP_MAX_MS = 8_000

try {
  const sandbox = await startSandbox(readSandboxConfig(process.env))
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    // A hanging peer must not keep the process; whatever was acknowledged is on disk.
    setTimeout(() => process.exit(1), STOP_MAX_MS).unref()
    await sandbox.stop()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Started with an IPC channel, it ends with its parent, also when that was killed.
  process.once('disconnect', stop)
  process.stdout.write(`sandbox ready ${JSON.stringify(sandbox.ports)}\n`)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE')
    return `The sandbox cannot start: port ${port} is in use. Stop that program or set another.`
  return error instanceof Error ? error.message : String(error)
}
