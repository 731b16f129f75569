import { demoPassword, demoPin, people, staff } from './people.ts'

export type DemoSignIns = {
  customers: { name: string; phone: string; note: string }[]
  staff: { name: string; email: string; roles: string[] }[]
  password: string
  pin: string
}

export const demoSignIns: DemoSignIns = {
  customers: Object.values(people).map(({ name, phone, note }) => ({ name, phone, note })),
  staff: Object.values(staff).map(({ name, email, roles }) => ({ name, email, roles })),
  password: demoPassword,
  pin: demoPin,
}

/** Tells whoever started the program where to look and how to get in. */
export function printSignIns(signIns: DemoSignIns, publicUrl: string): void {
  process.stdout.write(signInText(signIns, publicUrl))
}

/** Where to look, when a world is here already that is not the demo's. */
export function printPlaces(publicUrl: string): void {
  process.stdout.write(`
Dompet is ready, with the people who were in it before. The demo world is for an empty one.

${placesText(publicUrl)}

`)
}

function placesText(publicUrl: string): string {
  const at = (path: string) => new URL(path, publicUrl).href
  return `  Wallet          ${at('/')}
  Desk            ${at('/desk')}
  API             ${at('/docs')}
  Outside world   ${at('/sandbox')}   (text messages, mail, bank, a shop)`
}

export function signInText({ customers, staff, password, pin }: DemoSignIns, publicUrl: string): string {
  const wide = (values: string[]) => Math.max(...values.map((value) => value.length))
  const nameWidth = wide(customers.map(({ name }) => name))
  const emailWidth = wide(staff.map(({ email }) => email))
  return `
Dompet is ready, with a demo world in it.

${placesText(publicUrl)}

Password for everybody: ${password}     PIN for payments: ${pin}

Customers
${customers.map(({ name, phone, note }) => `  ${phone}   ${name.padEnd(nameWidth)}   ${note}`).join('\n')}

Staff
${staff.map(({ name, email, roles }) => `  ${email.padEnd(emailWidth)}   ${name}, ${roles.join(', ')}`).join('\n')}

`
}
