import { parseArgs } from 'node:util'
import { runAddStaff } from './add-staff.ts'
import { runVerify } from './verify.ts'
import { runVerifyReceipt } from './verify-receipt.ts'

const usage = `Commands:
  verify [--key FILE] [--head NUMBER:HASH]   check the whole ledger in the database: DATABASE_URL, or the one under DOMPET_DATA
  verify-receipt FILE [--key FILE]           check a receipt, without any database
  add-staff EMAIL NAME --roles ROLES [--languages LANGUAGES]   let somebody in at the desk; prints their password once
Roles: agent, supervisor, risk, finance, editor, admin. Languages: id, zh, en. Several are separated by commas.
Keys are public keys in PEM, as GET /api/ledger/keys shows them. A fault ends with exit code 1, a wrong call with 2.`

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      head: { type: 'string' },
      help: { type: 'boolean', default: false },
      roles: { type: 'string' },
      languages: { type: 'string', default: 'id,en' },
    },
  })
  const [command, file, ...more] = positionals
  const print = (text: string) => console.log(text)
  if (values.help) {
    print(usage)
    return 0
  }
  if (command === 'verify' && !file) return runVerify({ ...values, env: process.env, print })
  if (command === 'verify-receipt' && file && more.length === 0 && !values.head)
    return runVerifyReceipt({ file, key: values.key, print })
  if (command === 'add-staff' && file && more.length === 1 && values.roles)
    return runAddStaff({
      email: file,
      name: more[0]!,
      roles: values.roles,
      languages: values.languages,
      env: process.env,
      print,
    })
  console.error(usage)
  return 2
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 2
  },
)
