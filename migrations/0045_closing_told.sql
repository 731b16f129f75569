-- Who is about to be closed for want of a word is told a day before (server/cases/closing.ts); a later word makes it stale.
alter table support_case add column closing_told_at timestamptz;
