-- Readers of the outbox, and what follows payments and messages, ask for the rows after a place, many times a second.
-- A BRIN index answers with all that was added since PostgreSQL last summarised it, which can be a minute of rows; a
-- B-tree with what is asked for, and the page that writers need is always at hand.
drop index case_event_tx, payment_tx, outbox_by_position;
create index case_event_tx on case_event (tx);
create index payment_tx on payment (tx);
create index outbox_by_position on outbox (position);

-- Words of new rows wait in a short list and go into the index together: a third of the work for each row. A search reads
-- that list as well, so it is kept short.
alter index search_entry_words set (fastupdate = on, gin_pending_list_limit = 256);
