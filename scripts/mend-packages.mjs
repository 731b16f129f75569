// Run by npm after each installation of packages: lines of a dependency that cost every request dear (decision 27).
//
// V8 takes a function for a method that will stay where its text stands right behind `something.property =`, and puts it
// among the old objects. postgres.js does so with two functions of each query and three of each transaction: when they
// are done with, they hold query, rows and all until the whole heap is looked through. A name in between is all it takes.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './ensure.mjs'

const mends = [
  {
    file: 'postgres/src/query.js',
    from: 'this.resolve = x => (this.active = false, resolve(x))',
    to: 'const resolved = x => (this.active = false, resolve(x)); this.resolve = resolved',
  },
  {
    file: 'postgres/src/query.js',
    from: 'this.reject = x => (this.active = false, reject(x))\n\n',
    to: 'const rejected = x => (this.active = false, reject(x)); this.reject = rejected\n\n',
  },
  {
    file: 'postgres/src/index.js',
    from: 'acc[name] = (x) => new Parameter(x, type.to)',
    to: 'const typedAs = (x) => new Parameter(x, type.to); acc[name] = typedAs',
  },
  {
    file: 'postgres/src/index.js',
    from: 'sql.prepare = x => prepare = x.replace(/[^a-z0-9$-_. ]/gi)',
    to: 'const prepareAs = x => prepare = x.replace(/[^a-z0-9$-_. ]/gi); sql.prepare = prepareAs',
  },
  {
    file: 'postgres/src/index.js',
    from: 'c.reserved = () => queries.length\n        ? c.execute(queries.shift())\n        : move(c, reserved)',
    to: 'const next = () => queries.length\n        ? c.execute(queries.shift())\n        : move(c, reserved); c.reserved = next',
  },
]

for (const { file, from, to } of mends) {
  const at = path.join(root, 'node_modules', file)
  const text = readFileSync(at, 'utf8')
  if (text.includes(to)) continue
  if (text.split(from).length !== 2) throw new Error(`${file} is not the text that scripts/mend-packages.mjs knows`)
  writeFileSync(
    at,
    text.replace(from, () => to),
  )
}
