import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

export type FileStore = ReturnType<typeof createFileStore>

/** Files on disk under the SHA-256 of their bytes: the same picture sent twice is kept once, and no name from outside becomes a path. */
export function createFileStore(dataFolder: string) {
  const folder = path.join(dataFolder, 'files')
  const placeOf = (hash: Buffer) => {
    const name = hash.toString('hex')
    return path.join(folder, name.slice(0, 2), name)
  }

  return {
    /** Stores whole or not at all; answers the hash that leads back to the bytes. */
    async put(bytes: Buffer): Promise<Buffer> {
      const hash = createHash('sha256').update(bytes).digest()
      const place = placeOf(hash)
      const known = await stat(place).catch(() => undefined)
      if (known?.size === bytes.length) return hash
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
      const unfinished = `${place}.${randomUUID()}`
      await writeFile(unfinished, bytes, { mode: 0o600, flush: true })
      await rename(unfinished, place)
      return hash
    },
    read: (hash: Buffer) => readFile(placeOf(hash)),
  }
}
