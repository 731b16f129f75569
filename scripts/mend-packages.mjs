// Run by npm after each installation of packages: lines of a dependency that cost every request dear.
//
// Young objects that grow old (decision 27):
// V8 takes a function for a method that will stay where its text stands right behind `something.property =`, and puts it
// among the old objects. postgres.js does so with two functions of each query and three of each transaction: when they
// are done with, they hold query, rows and all until the whole heap is looked through. A name in between is all it takes.
//
// Parameters that PostgreSQL would read letter by letter (decision 28): what a type's writer gives as bytes goes out in the
// binary format, and is copied once instead of with all that was written before it.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './ensure.mjs'

const bindAsText = `    b().B().str(portal + b.N).str(statement + b.N).i16(0).i16(parameters.length)

    parameters.forEach((x, i) => {
      if (x === null)
        return b.i32(0xFFFFFFFF)

      type = types[i]
      parameters[i] = x = type in options.serializers
        ? options.serializers[type](x)
        : '' + x

`
const bindEach = `    parameters.forEach((x, i) => {
      type = types[i]
      if (x !== null)
        parameters[i] = type in options.serializers
          ? options.serializers[type](x)
          : '' + x
    })

    b().B().str(portal + b.N).str(statement + b.N).i16(parameters.length)
    parameters.forEach(x => b.i16(x instanceof Uint8Array ? 1 : 0))
    b.i16(parameters.length)

    parameters.forEach((x, i) => {
      if (x === null)
        return b.i32(0xFFFFFFFF)

      if (x instanceof Uint8Array)
        return b.i32(x.length).raw(x)

`

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
  {
    file: 'postgres/src/connection.js',
    from: bindAsText,
    to: bindEach,
  },
  {
    file: 'postgres/src/bytes.js',
    from: 'buffer = Buffer.concat([buffer.subarray(0, b.i), x])\n    b.i = buffer.length',
    to: 'fit(x.length)\n    buffer.set(x, b.i)\n    b.i += x.length',
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
