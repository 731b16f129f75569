import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from './config.ts'
import { ConfigFault } from './config-fault.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-config-'))
after(() => rmSync(folder, { recursive: true }))

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig({ DOMPET_DATA: folder, ...env })
  } catch (error) {
    assert.ok(error instanceof ConfigFault, String(error))
    return error.message.split('\n').slice(1)
  }
  return []
}

test('every fault is told with its variable and what it must be, all at once', () => {
  const secret = 'not-a-key'
  const env = {
    DOMPET_PORT: 'abc',
    DOMPET_PUBLIC_URL: 'wallet.example',
    DOMPET_ROLES: 'api,cook',
    DATABASE_URL: 'mysql://someone:hidden@db/dompet',
    DOMPET_MIGRATE: 'maybe',
    DOMPET_POSTING_CONNECTIONS: '1.5',
    DOMPET_SECRET_KEY: secret,
    BANK_SERVICE_ID: '12 34',
    CLAMAV_ADDRESS: 'somewhere',
    DOMPET_WIDGET_SITES: 'https://shop.example/path',
    DOMPET_MOUNTS: 'sandbox',
    DOMPET_TRUSTED_PROXIES: '10.0.0.0/33',
  }
  const faults = faultsOf(env)
  assert.deepEqual(faults.map((fault) => fault.trim().split(':')[0]).sort(), Object.keys(env).sort())
  const told = faults.join('\n')
  assert.match(told, /DOMPET_PORT: must be a whole number from 0 to 65535$/m)
  assert.match(told, /DOMPET_ROLES: must be one of api, worker$/m)
  assert.match(told, /DATABASE_URL: must be an address such as postgres:/)
  assert.match(told, /DOMPET_SECRET_KEY: must be 32 bytes in base64/)
  for (const raw of [secret, 'hidden', 'NaN', 'regex', 'Invalid', '/^']) assert.ok(!told.includes(raw), told)
})

test('a key of the wrong length, a file that is no key, and a folder that is none are told, too', () => {
  const short = Buffer.alloc(16).toString('base64')
  assert.match(faultsOf({ DOMPET_SECRET_KEY: short }).join(), /^ {2}DOMPET_SECRET_KEY: must be 32 bytes/)
  const file = path.join(folder, 'rsa.pem')
  writeFileSync(
    file,
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  )
  assert.match(faultsOf({ DOMPET_SEAL_KEY_FILE: file }).join(), /DOMPET_SEAL_KEY_FILE: must be an Ed25519 key/)
  const nowhere = path.join(folder, 'nowhere.pem')
  assert.match(faultsOf({ DOMPET_SEAL_KEY_FILE: nowhere }).join(), /DOMPET_SEAL_KEY_FILE: .*nowhere\.pem/)
  assert.match(faultsOf({ DOMPET_DATA: path.join(file, 'data') }).join(), /DOMPET_DATA: .* cannot be used/)
})

test('an empty variable counts as unset, and keys made once stay', () => {
  const env = { DOMPET_DATA: folder, DOMPET_PORT: '', DATABASE_URL: '', DOMPET_SECRET_KEY: '', DOMPET_PUBLIC_URL: '' }
  const first = readConfig(env)
  assert.deepEqual([first.DOMPET_PORT, first.DATABASE_URL, first.publicUrl], [3000, undefined, 'http://127.0.0.1:3000'])
  const second = readConfig(env)
  assert.deepEqual(second.secretKey, first.secretKey)
  assert.equal(second.sealKey.id, first.sealKey.id)
})
