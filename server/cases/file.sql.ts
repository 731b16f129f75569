import type { Db } from '../platform/database.ts'

/** A picture that was shown in more cases than these is judged by the newest. */
const casesAsked = 10

export type FileRow = {
  id: string
  uploaderKind: 'customer' | 'staff'
  uploaderId: string
  name: string
  type: string
  widthPx: number
  heightPx: number
  bytes: number
  hash: Buffer
}

export async function insertFile(db: Db, file: FileRow, now: Date): Promise<void> {
  await db`
    insert into file (id, uploader_kind, uploader_id, name, type, width_px, height_px, bytes, hash, uploaded_at)
    values (${file.id}, ${file.uploaderKind}, ${file.uploaderId}, ${file.name}, ${file.type}, ${file.widthPx}, ${file.heightPx},
      ${file.bytes}, ${file.hash}, ${now})`
}

const columns = (db: Db) => db`
  file.id, file.uploader_kind as "uploaderKind", file.uploader_id as "uploaderId", file.name, file.type,
  file.width_px as "widthPx", file.height_px as "heightPx", file.bytes, file.hash`

/** A file that the customer uploaded, or that was shown in a case of theirs. Files of notes were not. */
export async function findFileForCustomer(db: Db, fileId: string, customerId: string): Promise<FileRow | undefined> {
  const [row] = await db<FileRow[]>`
    select ${columns(db)} from file
    where id = ${fileId} and ((uploader_kind = 'customer' and uploader_id = ${customerId}) or exists (
      select 1 from case_file join support_case c on c.id = case_file.case_id
      where case_file.file_id = file.id and not case_file.internal and c.customer_id = ${customerId}))`
  return row
}

/** Any file with who uploaded it, and the cases in which it was shown: the newest ones. */
export async function findFileWithCases(
  db: Db,
  fileId: string,
): Promise<{ file: FileRow; cases: { caseId: string; customerId: string }[] } | undefined> {
  const [file] = await db<FileRow[]>`select ${columns(db)} from file where id = ${fileId}`
  if (!file) return undefined
  const cases = await db<{ caseId: string; customerId: string }[]>`
    select c.id as "caseId", c.customer_id as "customerId" from case_file join support_case c on c.id = case_file.case_id
    where case_file.file_id = ${fileId} order by c.id desc limit ${casesAsked}`
  return { file, cases }
}
