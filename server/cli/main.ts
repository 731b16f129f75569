import { parseArgs } from 'node:util'
import { systemClock } from '../platform/clock.ts'
import { runAddStaff } from './add-staff.ts'
import { runOwnAccount } from './own-account.ts'
import { runStaffAccess } from './staff-access.ts'
import { runVerify } from './verify.ts'
import { runVerifyReceipt } from './verify-receipt.ts'

const usage = `Commands:
  verify [--key FILE] [--head NUMBER:HASH] [--json]   check the whole ledger in the database: DATABASE_URL, or the one under DOMPET_DATA
  verify-receipt FILE [--key FILE]           check a receipt, without any database
  add-staff EMAIL NAME --roles ROLES [--languages LANGUAGES]   let somebody in at the desk; prints their password once
  switch-staff off|on EMAIL                  keep somebody out of the desk, signed out at once, or let them in again
  own-account EMAIL PHONE|none               which wallet is somebody's own: they do nothing with it at the desk
Roles: agent, supervisor, risk, finance, editor, admin. Languages: id, zh, en. Several are separated by commas.
Keys are public keys in PEM, as GET /api/ledger/keys shows them. A fault ends with exit code 1, a wrong call with 2.`

/** Each command takes its own options and no other: one that changes nothing would be believed to. */
const options = {
  verify: { key: { type: 'string' }, head: { type: 'string' }, json: { type: 'boolean', default: false } },
  'verify-receipt': { key: { type: 'string' } },
  'add-staff': { roles: { type: 'string' }, languages: { type: 'string', default: 'id,en' } },
} as const

async function run([command, ...words]: string[]): Promise<number> {
  const print = (text: string) => console.log(text)
  if (command === '--help' || words.includes('--help')) {
    print(usage)
    return 0
  }
  if (command === 'verify') {
    const { values } = parseArgs({ args: words, options: options.verify })
    return runVerify({ ...values, clock: systemClock, env: process.env, print })
  }
  if (command === 'verify-receipt') {
    const { values, positionals } = parseArgs({ args: words, options: options[command], allowPositionals: true })
    const [file, ...more] = positionals
    if (file && more.length === 0) return runVerifyReceipt({ file, key: values.key, print })
  }
  if (command === 'add-staff') {
    const { values, positionals } = parseArgs({ args: words, options: options[command], allowPositionals: true })
    const [email, name, ...more] = positionals
    const { roles, languages } = values
    if (email && name && more.length === 0 && roles)
      return runAddStaff({ email, name, roles, languages, env: process.env, print })
  }
  if (command === 'switch-staff') {
    const [access, email, ...more] = words
    if ((access === 'off' || access === 'on') && email && more.length === 0)
      return runStaffAccess({ email, access, env: process.env, print })
  }
  if (command === 'own-account') {
    const [email, phone, ...more] = words
    if (email && phone && more.length === 0) return runOwnAccount({ email, phone, env: process.env, print })
  }
  console.error(usage)
  return 2
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 2
  },
)
