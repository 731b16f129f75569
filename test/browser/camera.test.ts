import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import QRCode from 'qrcode'
import { createRandom } from '../chaos/random.ts'
import { rupiah } from './words.ts'
import { type Customer, enterPin, type Person, phoneSize, shopName, signedIn, startWorld, type World } from './world.ts'

const language = 'id'
const startRupiah = 80_000
const priceRupiah = 23_500

let world: World
let customer: Customer
let person: Person

before(async () => {
  world = await startWorld({ film: filmOfCode })
  customer = await world.addCustomer({ name: 'Ibu Ratna', language, rupiah: startRupiah })
  person = await world.seat({ language, size: phoneSize })
  await signedIn(person, customer)
})
after(() => world?.end())

test('where the camera may not be used the app says what to do, and other ways stay open', () =>
  world.play('camera-refused', async () => {
    const { page, say } = person
    await page.getByRole('link', { name: say('customer', 'home.scan') }).click()
    await page.getByText(say('customer', 'scan.refused_how')).waitFor()
    await page.getByRole('button', { name: say('customer', 'scan.picture') }).waitFor()
  }))

test("the live camera reads the shop's code from a film of it, and the shop is paid", () =>
  world.play('camera-pays', async () => {
    const { page, say, context, url } = person
    await context.grantPermissions(['camera'], { origin: url })
    await page.getByRole('button', { name: say('customer', 'scan.open_again') }).click()
    await page.getByText(shopName).waitFor()
    // The camera's light is out as soon as the code is read.
    assert.equal(await page.locator('video').count(), 0)
    await page.getByLabel(say('customer', 'pay.amount'), { exact: true }).fill(String(priceRupiah))
    await page.getByRole('button', { name: say('customer', 'pay.next') }).click()
    await page
      .getByRole('button', { name: say('customer', 'pay.pay_button', { amount: rupiah(priceRupiah, language) }) })
      .click()
    await enterPin(page)
    await page.getByTestId('result-paid').waitFor()
    await page.getByTestId('result-paid').getByText(rupiah(priceRupiah, language)).first().waitFor()
    const [row] = await world.sql<{ balance: bigint }[]>`
      select balance from ledger.account where id = ${customer.accountId}`
    assert.equal(row!.balance, BigInt(startRupiah - priceRupiah) * 100n)
  }))

const widthPx = 640
const heightPx = 480
const frames = 30
const framesWithoutCode = 10
/** Turn of the code against the camera, as by a hand that is not quite still. */
const turnRadians = 0.14
const modulePx = 6

/** A film in Chromium's raw format (Y4M): a counter in poor light, then the code on it, askew and grainy. */
function filmOfCode(folder: string, code: string): string {
  const { modules } = QRCode.create(code, { errorCorrectionLevel: 'M' })
  const random = createRandom(1)
  const colourless = Buffer.alloc((widthPx * heightPx) / 2, 128)
  const parts = [Buffer.from(`YUV4MPEG2 W${widthPx} H${heightPx} F10:1 Ip A1:1 C420\n`)]
  for (let frame = 0; frame < frames; frame += 1) {
    const turn = turnRadians + 0.01 * Math.sin(frame)
    const light = Buffer.alloc(widthPx * heightPx)
    for (let y = 0; y < heightPx; y += 1)
      for (let x = 0; x < widthPx; x += 1) {
        const shine = frame < framesWithoutCode ? 120 : lightOf(modules, x - widthPx / 2, y - heightPx / 2, turn)
        light[y * widthPx + x] = shine - 20 + random.below(24) - (x * 30) / widthPx
      }
    parts.push(Buffer.from('FRAME\n'), light, colourless)
  }
  const file = path.join(folder, 'camera.y4m')
  writeFileSync(file, Buffer.concat(parts))
  return file
}

type Modules = ReturnType<typeof QRCode.create>['modules']

/** Paper around the code, the counter around the paper; x and y from the middle of the picture. */
function lightOf({ size, data }: Modules, x: number, y: number, turn: number): number {
  const column = Math.floor((x * Math.cos(turn) + y * Math.sin(turn)) / modulePx + size / 2)
  const row = Math.floor((y * Math.cos(turn) - x * Math.sin(turn)) / modulePx + size / 2)
  if (Math.min(column, row) < -4 || Math.max(column, row) >= size + 4) return 120
  const isDark = column >= 0 && row >= 0 && column < size && row < size && data[row * size + column]
  return isDark ? 70 : 225
}
