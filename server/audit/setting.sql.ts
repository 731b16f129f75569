import type { Tx } from '../platform/database.ts'

export async function lockSettings(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('desk_settings'))`
}
