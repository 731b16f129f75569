import { parseArgs } from 'node:util'
import { print } from './report.ts'

const benches = ['ledger', 'ledger-growth', 'verify', 'payments', 'chat', 'search'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
  },
})
const unknown = positionals.filter((name) => !benches.some((bench) => bench === name))
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown[0]}". There are: ${benches.join(', ')}.`)
  process.exit(2)
}

for (const name of positionals.length > 0 ? positionals : benches) {
  const { run } = (await import(`./${name}.ts`)) as typeof import('./ledger.ts')
  const figures = await run({
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    note: (text) => console.error(text),
  })
  for (const figure of figures) print(figure, values.json)
}
