-- A page of history, a balance in the past and the lines of a statement are read from the key alone. In the table the
-- postings of one account lie as far apart as they were made, each on a page of its own that may have to come from disk.
alter table ledger.posting drop constraint posting_pkey,
  add primary key (account_id, posted_at, seq) include (entry_id, amount, balance_after);
