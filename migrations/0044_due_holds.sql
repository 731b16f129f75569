-- What is still held past its time is looked for every minute (server/ledger/holds.jobs.ts).
create index hold_due on ledger.hold (expires_at) where state = 'open';
