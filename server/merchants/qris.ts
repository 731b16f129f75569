import { amountPattern } from '../../contract/money.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from '../platform/refusals.ts'
import { checksum, type Field, readFields, writeFields } from './tlv.ts'

/** Longest code that we read; EMVCo's own bound. */
export const maximumPayloadCharacters = 512
export const maximumNameCharacters = 25
export const maximumCityCharacters = 15
/** Longest bill number, reference label and terminal label of template 62. */
export const maximumLabelCharacters = 25
/** Most digits of a postcode in tag 61. */
const maximumPostcodeCharacters = 10

/** Domains of the national template 51; the second is the older one that is still printed on many shops' walls. */
const nationalDomain = 'ID.CO.QRIS.WWW'
const nationalDomains = [nationalDomain, 'ID.OR.GPNQR.WWW']
const currencyIdr = '360'
const countryIndonesia = 'ID'
/** In place of a label: the payer's app should ask for one. */
const askedLabel = '***'

export type MerchantSize = 'UMI' | 'UKE' | 'UME' | 'UBE' | 'URE'

/** Template 26–45: whose merchant it is at an acquirer. */
export type Acquirer = { domain: string; pan: string; merchantId: string; size: string }

/** `amount` and `percent` are decimal strings, `amount` in rupiah. */
export type Tip = { kind: 'asked' } | { kind: 'fixed'; amount: string } | { kind: 'percent'; percent: string }

export type DecodedQris = {
  /** A static code may be paid by anybody at any time; a dynamic one belongs to one request. */
  initiation: 'static' | 'dynamic'
  /** National merchant id; null where the code carries none. */
  nmid: string | null
  merchantName: string
  city: string
  postcode: string | null
  /** Merchant category code, ISO 18245. */
  category: string
  /** Decimal rupiah as the wire writes them ("39000.00"); null where the payer says how much. */
  amount: string | null
  tip: Tip | null
  /** Tag 62-01. */
  bill: string | null
  /** Tag 62-05. */
  reference: string | null
  /** Tag 62-07. */
  terminal: string | null
  acquirers: Acquirer[]
}

export type QrisContent = Omit<DecodedQris, 'acquirers'> & { acquirer: Acquirer; size: MerchantSize }

/**
 * Writes a QRIS code (EMVCo merchant-presented, QRIS national specification). Throws RangeError on content that no code
 * can hold: what goes in comes from our own tables, whose checks are the same.
 */
export function encodeQris(content: QrisContent): string {
  const fields: Field[] = [
    { tag: '00', value: '01' },
    { tag: '01', value: content.initiation === 'static' ? '11' : '12' },
    { tag: '26', value: acquirerTemplate(content.acquirer) },
  ]
  if (content.nmid !== null) fields.push({ tag: '51', value: nationalTemplate(content.nmid, content.size) })
  fields.push({ tag: '52', value: content.category }, { tag: '53', value: currencyIdr })
  if (content.amount !== null) fields.push({ tag: '54', value: content.amount })
  fields.push(...tipFields(content.tip), { tag: '58', value: countryIndonesia })
  fields.push({ tag: '59', value: bounded(content.merchantName, maximumNameCharacters) })
  fields.push({ tag: '60', value: bounded(content.city, maximumCityCharacters) })
  if (content.postcode !== null) fields.push({ tag: '61', value: bounded(content.postcode, maximumPostcodeCharacters) })
  const labels = labelFields(content)
  if (labels.length > 0) fields.push({ tag: '62', value: writeFields(labels) })
  const signed = `${writeFields(fields)}6304`
  const payload = signed + checksum(signed)
  if (payload.length > maximumPayloadCharacters) throw new RangeError('the code is too long')
  return payload
}

function acquirerTemplate({ domain, pan, merchantId, size }: Acquirer): string {
  return writeFields([
    { tag: '00', value: domain },
    { tag: '01', value: pan },
    { tag: '02', value: merchantId },
    { tag: '03', value: size },
  ])
}

function nationalTemplate(nmid: string, size: MerchantSize): string {
  return writeFields([
    { tag: '00', value: nationalDomain },
    { tag: '02', value: nmid },
    { tag: '03', value: size },
  ])
}

function tipFields(tip: Tip | null): Field[] {
  if (tip === null) return []
  if (tip.kind === 'asked') return [{ tag: '55', value: '01' }]
  if (tip.kind === 'fixed')
    return [
      { tag: '55', value: '02' },
      { tag: '56', value: tip.amount },
    ]
  return [
    { tag: '55', value: '03' },
    { tag: '57', value: tip.percent },
  ]
}

function labelFields({ bill, reference, terminal }: QrisContent): Field[] {
  const labels = { '01': bill, '05': reference, '07': terminal }
  return Object.entries(labels).flatMap(([tag, value]) =>
    value === null ? [] : [{ tag, value: bounded(value, maximumLabelCharacters) }],
  )
}

function bounded(value: string, maximum: number): string {
  if (value.length > maximum) throw new RangeError(`"${value}" is longer than ${maximum} characters`)
  return value
}

type Malformed = Refusal<'code_malformed'>
const malformed = (reason: Malformed['figures']['reason']): Malformed => refuse('code_malformed', { reason })

/**
 * Reads a QRIS code as scanned or pasted. Tags may come in any order; the checksum comes first, so that a misread or
 * cut code is told apart from one that is whole and wrong. Refuses with `code_malformed` and its reason; never throws.
 */
export function decodeQris(text: string): DecodedQris | Malformed {
  const payload = text.trim()
  // A scanner's garbage, a link or another country's bank code: say that it is not QRIS rather than that it is damaged.
  if (payload.length > maximumPayloadCharacters || !/^\d{4}/.test(payload) || !payload.includes('000201'))
    return malformed('not_qris')
  const end = /6304[0-9A-Fa-f]{4}$/.exec(payload)
  if (!end) return malformed('cut_off')
  if (checksum(payload.slice(0, -4)) !== payload.slice(-4)) return malformed('checksum')
  const fields = readFields(payload)
  if (!fields || [...fields.keys()].at(-1) !== '63') return malformed('field')
  if (fields.get('00') !== '01') return malformed('not_qris')
  return decodeFields(fields) ?? malformed('field')
}

function decodeFields(fields: Map<string, string>): DecodedQris | Malformed | undefined {
  const foreign = foreignMoney(fields)
  if (foreign) return foreign
  const initiation = initiations[fields.get('01') ?? '11']
  const merchantName = within(fields.get('59'), maximumNameCharacters)
  const city = within(fields.get('60'), maximumCityCharacters)
  const category = fields.get('52')
  const amount = readAmount(fields.get('54'))
  const tip = readTip(fields)
  const labels = readFields(fields.get('62') ?? '')
  const templates = readTemplates(fields)
  if (!initiation || !merchantName || !city || !category || !/^\d{4}$/.test(category)) return undefined
  if (amount === undefined || tip === undefined || !labels || !templates) return undefined
  const named = { bill: label(labels, '01'), reference: label(labels, '05'), terminal: label(labels, '07') }
  return {
    initiation,
    nmid: readNmid(templates),
    merchantName,
    city,
    postcode: within(fields.get('61'), maximumPostcodeCharacters) ?? null,
    category,
    amount,
    tip,
    ...named,
    acquirers: readAcquirers(templates),
  }
}

const initiations: Record<string, DecodedQris['initiation']> = { '11': 'static', '12': 'dynamic' }

function foreignMoney(fields: Map<string, string>): Malformed | undefined {
  const currency = fields.get('53')
  const country = fields.get('58')
  if (currency !== undefined && currency !== currencyIdr) return malformed('currency')
  if (country !== undefined && country !== countryIndonesia) return malformed('country')
  return currency === undefined || country === undefined ? malformed('field') : undefined
}

function within(value: string | undefined, maximum: number): string | undefined {
  const text = value?.trim()
  return text && text.length <= maximum ? text : undefined
}

/** EMVCo allows "39000", "39000.00" and "39000."; zero and anything finer than a cent are faults. Null where there is none. */
function readAmount(value: string | undefined): string | null | undefined {
  if (value === undefined) return null
  const amount = value.replace(/^0+(?=\d)/, '').replace(/\.$/, '')
  return amountPattern.test(amount) && /[1-9]/.test(amount) ? amount : undefined
}

/** EMVCo: a percentage above 0 and below 100 with up to two decimals. */
const percentPattern = /^\d{1,2}(\.\d{1,2})?$/

function readTip(fields: Map<string, string>): Tip | null | undefined {
  switch (fields.get('55')) {
    case undefined:
      return null
    case '01':
      return { kind: 'asked' }
    case '02': {
      const amount = readAmount(fields.get('56'))
      return amount ? { kind: 'fixed', amount } : undefined
    }
    case '03': {
      const percent = fields.get('57') ?? ''
      return percentPattern.test(percent) && /[1-9]/.test(percent) ? { kind: 'percent', percent } : undefined
    }
    default:
      return undefined
  }
}

function label(labels: Map<string, string>, tag: string): string | null {
  const value = within(labels.get(tag), maximumLabelCharacters)
  return value === undefined || value === askedLabel ? null : value
}

/** Tags of templates with merchant accounts: acquirers first, the national one last. */
const templateTags = [...Array.from({ length: 20 }, (_, index) => String(26 + index)), '51']

function readTemplates(fields: Map<string, string>): Map<string, string>[] | undefined {
  const templates: Map<string, string>[] = []
  for (const tag of templateTags) {
    const value = fields.get(tag)
    if (value === undefined) continue
    const template = readFields(value)
    if (!template) return undefined
    templates.push(template)
  }
  return templates
}

/** The national template stands last, so where an acquirer repeats its domain the true one wins. */
function readNmid(templates: Map<string, string>[]): string | null {
  const national = templates.findLast((template) => isNational(template))
  return national?.get('02') || null
}

function isNational(template: Map<string, string>): boolean {
  return nationalDomains.includes((template.get('00') ?? '').toUpperCase())
}

function readAcquirers(templates: Map<string, string>[]): Acquirer[] {
  return templates
    .filter((template) => !isNational(template))
    .map((template) => ({
      domain: template.get('00') ?? '',
      pan: template.get('01') ?? '',
      merchantId: template.get('02') ?? '',
      size: template.get('03') ?? '',
    }))
}
