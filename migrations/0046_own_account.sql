-- The phone number of a member of staff's own wallet, in E.164: at the desk they touch every account but that one.
alter table staff add column own_phone text;
