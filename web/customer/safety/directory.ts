import { queryOptions } from '@tanstack/react-query'
import { canCheckSignatures, fromHex, isSignedBy } from '../../../contract/digest.ts'
import { type DirectoryDocument, type Hotline, readDirectory } from '../../../contract/directory.ts'
import { readLedgerKeys } from '../../../contract/proof.ts'
import { call } from '../../ui/net/api.ts'

/** Whether the published list bears our signature; older browsers cannot tell. */
export type Checked = { document: DirectoryDocument; signature: 'good' | 'bad' | 'unchecked' }

/** The directory with its signature checked on this device. */
export const directoryQuery = queryOptions<Checked>({
  queryKey: [readDirectory.path, 'checked'],
  queryFn: async () => {
    const [published, { keys }] = await Promise.all([call(readDirectory, {}), call(readLedgerKeys, {})])
    const document = JSON.parse(published.document) as DirectoryDocument
    if (!(await canCheckSignatures())) return { document, signature: 'unchecked' }
    const key = keys.find(({ id }) => id === published.key)
    const good = key && (await isSignedBy(fromHex(key.publicKey), fromHex(published.signature), published.document))
    return { document, signature: good ? 'good' : 'bad' }
  },
})

export function hotlinesOf({ entries }: DirectoryDocument): Hotline[] {
  return entries.filter((entry) => entry.kind === 'hotline')
}

/** Countries by calling code, for the place of a customer; longer codes first. */
const countries: readonly [code: string, country: string][] = [
  ['673', 'BN'],
  ['852', 'HK'],
  ['853', 'MO'],
  ['855', 'KH'],
  ['856', 'LA'],
  ['886', 'TW'],
  ['60', 'MY'],
  ['61', 'AU'],
  ['62', 'ID'],
  ['63', 'PH'],
  ['65', 'SG'],
  ['66', 'TH'],
  ['81', 'JP'],
  ['82', 'KR'],
  ['84', 'VN'],
  ['86', 'CN'],
  ['91', 'IN'],
  ['95', 'MM'],
  ['1', 'US'],
]

/** Where a number is from; undefined where we do not know. */
export function countryOf(phone: string): string | undefined {
  return countries.find(([code]) => phone.startsWith(`+${code}`))?.[1]
}
