-- As before, with casts that PostgreSQL knows to be the same for ever: joined to a number without one, the text is not
-- taken for immutable, and the functions were called for every row instead of becoming part of its query.
create or replace function search_block(p_kind text, p_position bigint) returns text language sql immutable
  return '##' || p_kind || (p_position / 131072)::text;
create or replace function search_slice(p_kind text, p_position bigint) returns text language sql immutable
  return '#' || p_kind || (p_position / 4096)::text;
