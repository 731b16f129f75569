import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { maximumFileBytes } from '../../contract/chat.ts'
import {
  type Answer,
  call,
  createDesk,
  openConversation,
  type Person,
  startInstance,
} from '../channels/chat/chat.testing.ts'
import { eicar, startClamd } from '../platform/clamd.testing.ts'
import { createLog } from '../platform/log.ts'
import { createScan } from '../platform/virus-scan.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

async function upload(
  person: Person | null,
  bytes: Buffer,
  name = 'picture.png',
  type = 'image/png',
  field = 'file',
  instance: { url: string } = desk.instances[0]!,
): Promise<Answer> {
  const form = new FormData()
  form.set(field, new Blob([new Uint8Array(bytes)], { type }), name)
  const response = await fetch(`${instance.url}/api/files`, {
    method: 'POST',
    headers: { 'x-dompet-request': '1', ...(person ? { cookie: person.cookie } : {}) },
    body: form,
  })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

async function download(person: Person | null, id: string) {
  const response = await fetch(`${desk.instances[0]!.url}/api/files/${id}`, {
    headers: person ? { cookie: person.cookie } : {},
  })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}

const picture = () => sharp({ create: { width: 40, height: 20, channels: 3, background: '#0a7' } })

test('pictures are taken and encoded anew, without their metadata', async () => {
  const budi = await desk.customer()
  const withPlace = await picture()
    .withExif({ IFD0: { Copyright: 'Jalan Rahasia 7' }, IFD3: { GPSLatitudeRef: 'S' } })
    .jpeg()
    .toBuffer()
  assert.ok(withPlace.includes('Jalan Rahasia'))
  const taken = await upload(budi, withPlace, '../../etc/bukti <transfer>.html', 'text/html')
  assert.equal(taken.status, 201)
  assert.deepEqual(
    { ...taken.body, id: '' },
    { id: '', name: 'bukti transfer.jpg', type: 'image/jpeg', widthPx: 40, heightPx: 20 },
  )
  const back = await download(budi, taken.body.id)
  assert.ok(!back.bytes.includes('Jalan Rahasia'))
  assert.equal((await sharp(back.bytes).metadata()).exif, undefined)
  assert.equal(back.headers.get('x-content-type-options'), 'nosniff')
  assert.match(back.headers.get('content-disposition')!, /^inline; filename\*=UTF-8''bukti%20transfer\.jpg$/)
  assert.match(back.headers.get('content-security-policy')!, /default-src 'none'/)
  assert.equal(back.headers.get('content-type'), 'image/jpeg')
})

test('a GIF is kept as PNG, WebP stays', async () => {
  const budi = await desk.customer()
  assert.equal((await upload(budi, await picture().gif().toBuffer(), 'a.gif')).body.type, 'image/png')
  assert.equal((await upload(budi, await picture().webp().toBuffer(), 'a.webp')).body.type, 'image/webp')
})

test('what is no picture is refused, whatever it calls itself', async () => {
  const budi = await desk.customer()
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const cut = (await picture().png().toBuffer()).subarray(0, 60)
  for (const [what, bytes] of Object.entries({
    html: Buffer.from('<!doctype html><script>alert(1)</script>'),
    svg: Buffer.from(svg),
    'svg with a declaration': Buffer.from(`<?xml version="1.0"?>${svg}`),
    pdf: Buffer.from('%PDF-1.7\n1 0 obj'),
    eicar: Buffer.from(eicar),
    'svg compressed': gzipSync(svg),
    'a zip that grows a thousandfold': zipBomb(),
    'html that begins like a gif': Buffer.from('GIF89a/*<script>alert(1)</script>*/=1'),
    zip: Buffer.from('PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    'a cut png': cut,
    'a png in name only': Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(svg)]),
    nothing: Buffer.alloc(0),
  })) {
    const answer = await upload(budi, bytes)
    assert.deepEqual([answer.status, answer.body.code], [415, 'file_type_refused'], what)
  }
})

test('names that would lead elsewhere, mislead or break a line become plain ones', async () => {
  const budi = await desk.customer()
  const bytes = await picture().png().toBuffer()
  for (const [given, kept] of [
    ['../../../etc/passwd', 'passwd.png'],
    ['..\\..\\windows\\system32\\drivers.sys', 'drivers.png'],
    ['bukti\u202egnp.exe', 'buktignp.png'],
    ['<img src=x onerror=alert(1)>.png', 'img src=x onerror=alert(1).png'],
    ['.png', 'picture.png'],
    ['x'.repeat(300), `${'x'.repeat(80)}.png`],
  ] as const)
    assert.equal((await upload(budi, bytes, given)).body.name, kept, given)
})

test('a picture that hides a virus loses it, also where no scanner is set', async () => {
  const budi = await desk.customer()
  const hidden = Buffer.concat([await picture().png().toBuffer(), Buffer.from(eicar)])
  const taken = await upload(budi, hidden)
  assert.equal(taken.status, 201)
  assert.ok(!(await download(budi, taken.body.id)).bytes.includes('EICAR'))
})

test('where a scanner is set, what it knows is refused, and nothing is taken while it is away', async () => {
  const clamd = await startClamd()
  const scanned = await startInstance(desk.database, desk.folder, {
    scan: createScan(clamd.address, createLog('silent')),
  })
  const budi = await desk.customer()
  const clean = await picture().png().toBuffer()
  assert.equal((await upload(budi, clean, 'a.png', 'image/png', 'file', scanned)).status, 201)
  const infected = await upload(budi, Buffer.concat([clean, Buffer.from(eicar)]), 'a.png', 'image/png', 'file', scanned)
  assert.deepEqual([infected.status, infected.body.code], [422, 'file_infected'])
  clamd.stop()
  const unchecked = await upload(budi, clean, 'a.png', 'image/png', 'file', scanned)
  assert.deepEqual([unchecked.status, unchecked.body.code], [503, 'file_unchecked'])
  await scanned.stop()
})

test('a polyglot loses what was hidden in it', async () => {
  const budi = await desk.customer()
  const hidden = Buffer.concat([
    await picture().png().toBuffer(),
    Buffer.from('<script>steal()</script>PK\u0003\u0004'),
  ])
  const taken = await upload(budi, hidden)
  assert.equal(taken.status, 201)
  assert.ok(!(await download(budi, taken.body.id)).bytes.includes('steal'))
})

test('a pixel bomb and a file that is too large are refused', async () => {
  const budi = await desk.customer()
  const bomb = await upload(budi, pngOf(60_000, 60_000))
  assert.deepEqual([bomb.status, bomb.body.code], [413, 'file_too_large'])
  const large = await upload(budi, Buffer.concat([await picture().png().toBuffer(), Buffer.alloc(maximumFileBytes)]))
  assert.deepEqual([large.status, large.body.code], [413, 'file_too_large'])
  assert.deepEqual(large.body.figures, { limitBytes: maximumFileBytes })
})

test('who is nobody, or sends something else, is told so', async () => {
  const budi = await desk.customer()
  const bytes = await picture().png().toBuffer()
  assert.equal((await upload(null, bytes)).body.code, 'signin_required')
  assert.equal((await upload(budi, bytes, 'a.png', 'image/png', 'other')).body.code, 'request_malformed')
  assert.equal((await call(desk.instances[0]!, budi, 'POST', '/api/files', {})).body.code, 'media_type_unsupported')
})

test('only those who may see the case see its pictures; those of notes stay with colleagues', async () => {
  const [budi, eve, sari] = [await desk.customer(), await desk.customer('Eve'), await desk.staff()]
  const [rina, finance] = [await desk.staff('Rina'), await desk.staff('Uang', 'finance')]
  const caseId = await openConversation(desk.instances[0]!, budi, sari)
  const bytes = await picture().png().toBuffer()
  const own = (await upload(budi, bytes)).body.id
  assert.equal((await download(sari, own)).status, 404, 'not sent to anybody yet')
  const send = (person: Person, route: string, fileIds: string[]) =>
    call(desk.instances[0]!, person, 'POST', route, { clientId: randomUUID(), text: '', fileIds })
  const sent = await send(budi, `/api/chat/${caseId}/messages`, [own])
  assert.deepEqual(sent.body.files, [{ id: own, name: 'picture.png', type: 'image/png', widthPx: 40, heightPx: 20 }])
  for (const [person, status] of [
    [budi, 200],
    [sari, 200],
    [rina, 404],
    [eve, 404],
    [finance, 404],
    [null, 401],
  ] as const)
    assert.equal((await download(person, own)).status, status, person?.name)

  const route = `/api/desk/cases/${caseId}/look`
  await call(desk.instances[0]!, rina, 'POST', route, { reason: 'Sari asked me to look at the picture' })
  assert.equal((await download(rina, own)).status, 200, 'with a reason')
  const stolen = await send(eve, `/api/chat/${caseId}/messages`, [own])
  assert.equal(stolen.body.code, 'not_found')
  const evesCase = (await call(desk.instances[0]!, eve, 'POST', '/api/chat', { topic: 'other' })).body.id
  assert.equal(
    (await send(eve, `/api/chat/${evesCase}/messages`, [own])).body.code,
    'not_found',
    "somebody else's picture",
  )

  const internal = (await upload(sari, bytes)).body.id
  assert.equal((await send(sari, `/api/desk/cases/${caseId}/notes`, [internal])).status, 201)
  assert.equal((await download(rina, internal)).status, 200)
  assert.equal((await download(budi, internal)).status, 404)
  const answered = (await upload(sari, bytes)).body.id
  assert.equal((await send(sari, `/api/desk/cases/${caseId}/messages`, [answered])).status, 201)
  assert.equal((await download(budi, answered)).status, 200)
})

/** A valid PNG of one colour, tiny as a file and huge as a picture. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const row = Math.ceil(width / 8) + 1
  const data = deflateSync(Buffer.alloc(row * 1_000))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A zip whose one file is 64 MB of nothing. */
function zipBomb(): Buffer {
  const data = deflateRawSync(Buffer.alloc(64 * 1024 * 1024))
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(data.length, 18)
  header.writeUInt32LE(64 * 1024 * 1024, 22)
  header.writeUInt16LE(1, 26)
  return Buffer.concat([header, Buffer.from('a'), data])
}
