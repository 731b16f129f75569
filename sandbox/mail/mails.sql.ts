import { inTransaction, openDatabase } from '../database.ts'

const MAILS_KEPT = 2_000

const schema = `
  create table if not exists mails (
    id integer primary key autoincrement,
    sender text not null,
    subject text not null,
    body text not null,
    attachments integer not null,
    raw blob not null,
    received_at integer not null
  ) strict;
  create table if not exists recipients (
    mail_id integer not null references mails on delete cascade,
    address text not null,
    primary key (mail_id, address)
  ) strict;
  create index if not exists recipients_by_address on recipients (address, mail_id);
`

export interface Mail {
  id: number
  from: string
  to: string[]
  subject: string
  text: string
  attachments: number
  receivedAt: Date
}

export type NewMail = Omit<Mail, 'id'> & { raw: Uint8Array }
export type MailStore = ReturnType<typeof openMailStore>

export function openMailStore(dir: string) {
  const database = openDatabase(dir, 'mail', schema)

  function store(mail: NewMail): void {
    const { lastInsertRowid } = database
      .prepare('insert into mails (sender, subject, body, attachments, raw, received_at) values (?, ?, ?, ?, ?, ?)')
      .run(mail.from, mail.subject, mail.text, mail.attachments, mail.raw, mail.receivedAt.getTime())
    const addRecipient = database.prepare('insert or ignore into recipients values (?, ?)')
    for (const address of mail.to) addRecipient.run(lastInsertRowid, address.toLowerCase())
    database.prepare('delete from mails where id <= ?').run(Number(lastInsertRowid) - MAILS_KEPT)
  }

  function list(address: string | null, limit: number): Mail[] {
    const rows = database
      .prepare(
        `select id, sender, subject, body, attachments, received_at,
                (select json_group_array(address) from recipients where mail_id = mails.id) as addresses
         from mails
         where ?1 is null or id in (select mail_id from recipients where address = ?1)
         order by id desc limit ?2`,
      )
      .all(address?.toLowerCase() ?? null, limit) as unknown as {
      id: number
      sender: string
      subject: string
      body: string
      attachments: number
      received_at: number
      addresses: string
    }[]
    return rows.map((row) => ({
      id: row.id,
      from: row.sender,
      to: JSON.parse(row.addresses) as string[],
      subject: row.subject,
      text: row.body,
      attachments: row.attachments,
      receivedAt: new Date(row.received_at),
    }))
  }

  return {
    store: (mail: NewMail) => inTransaction(database, () => store(mail)),
    list,
    close: () => database.close(),
  }
}
