-- Names are found in spite of one slip. Each word of a name stands here once, as itself and without each of its letters:
-- two words that differ by one letter too many, too few, changed or exchanged with its neighbour have one of these in
-- common. Few people and shops have names of their own, so this grows with the different words and not with the rows.
create table search_slip (
  slip text not null,
  word text not null,
  primary key (slip, word)
);

create function slips_of(p_word text) returns setof text language sql immutable strict as $$
  select p_word
  union
  select overlay(p_word placing '' from place for 1) from generate_series(1, length(p_word)) place
$$;

-- What has been indexed before. Words as server/cases/near-names.ts takes them.
insert into search_slip (slip, word)
select slip, word
from (
  select distinct word from (
    select regexp_split_to_table(lower(normalize(name, nfkc)), '[^[:alpha:]]+') as word from customer
    union select regexp_split_to_table(lower(normalize(counterparty, nfkc)), '[^[:alpha:]]+') from payment where counterparty is not null
  ) said where length(word) between 5 and 40 and word !~ '[⺀-鿿豈-﫿]'
) words cross join slips_of(word) slip
on conflict do nothing;
