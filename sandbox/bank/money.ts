/** Rupiah are kept in minor units (ISO 4217: two decimals) as bigint. */
const MINOR_PER_RUPIAH = 100n
const amountPattern = /^(0|[1-9]\d{0,12})(?:\.(\d{1,2}))?$/

/** Reads "20000" or "20000.00"; null for anything else, zero included. */
export function parseRupiah(text: string): bigint | null {
  const match = amountPattern.exec(text)
  if (match === null) return null
  const minor = BigInt(match[1] ?? 0) * MINOR_PER_RUPIAH + BigInt((match[2] ?? '').padEnd(2, '0'))
  return minor > 0n ? minor : null
}

/** "20000.00", as SNAP writes amounts. */
export function snapAmount(amountMinor: bigint): { value: string; currency: 'IDR' } {
  const decimals = String(amountMinor % MINOR_PER_RUPIAH).padStart(2, '0')
  return { value: `${amountMinor / MINOR_PER_RUPIAH}.${decimals}`, currency: 'IDR' }
}
