import assert from 'node:assert/strict'
import net from 'node:net'

/** The harmless test file that every scanner reports, put together here so that none reports this file. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** Speaks clamd's INSTREAM as its manual has it: pieces with their length until an empty one, then one line. */
export async function startClamd() {
  const server = net.createServer((socket) => {
    let heard = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      const content = readStream(heard)
      if (content) socket.end(content.includes('EICAR-STANDARD') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `127.0.0.1:${(server.address() as net.AddressInfo).port}`, stop: () => server.close() }
}

function readStream(heard: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0'
  assert.equal(heard.subarray(0, command.length).toString(), command.slice(0, heard.length))
  const pieces: Buffer[] = []
  for (let at = command.length; at + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(heard.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}
