import { parseArgs } from 'node:util'
import { runVerify } from './verify.ts'
import { runVerifyReceipt } from './verify-receipt.ts'

const usage = `Commands:
  verify [--key FILE] [--head NUMBER:HASH]   check the whole ledger in the database: DATABASE_URL, or the one under DOMPET_DATA
  verify-receipt FILE [--key FILE]           check a receipt, without any database
Keys are public keys in PEM, as GET /api/ledger/keys shows them. A fault ends with exit code 1, a wrong call with 2.`

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, head: { type: 'string' }, help: { type: 'boolean', default: false } },
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
