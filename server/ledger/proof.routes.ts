import { readLedgerBlock, readLedgerHead, readLedgerKeys } from '../../contract/proof.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import { refuse } from '../platform/refusals.ts'
import type { SealKey } from '../platform/seal-key.ts'
import { selectBlock, selectHead, selectKeys } from './seal.sql.ts'
import { publicKeyOf } from './verify-chain.ts'

/** What anybody may know of the chain: keys and heads of blocks, which say nothing of any customer. */
export function registerProofRoutes(http: Http, { sql, sealKey }: { sql: Sql; sealKey: SealKey }) {
  http.serve(readLedgerKeys, async () => {
    const earlier = (await selectKeys(sql)).filter((key) => key.id !== sealKey.id)
    const keys = [{ id: sealKey.id, publicKey: sealKey.publicKey }, ...earlier].map((key) => ({
      ...key,
      pem: publicKeyOf(key.publicKey).export({ type: 'spki', format: 'pem' }).toString(),
    }))
    return { current: sealKey.id, keys }
  })

  http.serve(readLedgerHead, async () => ({ head: (await selectHead(sql)) ?? null }))

  http.serve(readLedgerBlock, async ({ params }) => (await selectBlock(sql, params.number)) ?? refuse('not_found', {}))
}
