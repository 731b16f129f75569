-- After how many days without a word a case closes by itself (server/cases/closing.ts): the customer left the queue, does
-- not answer us, or has nothing to say against the solution. Null: it stays open. One row.
create table case_closing (
  one boolean primary key default true check (one),
  left_days int check (left_days between 1 and 365),
  unanswered_days int check (unanswered_days between 1 and 365),
  solved_days int not null check (solved_days between 1 and 365)
);
insert into case_closing (left_days, unanswered_days, solved_days) values (7, 7, 3);

create index support_case_unanswered on support_case (stage_since) where stage = 'waiting_customer';
