-- Changes of the desk's settings are read newest first, all of them or those of one kind (server/audit/setting.ts).
create index operation_event_setting on operation_event (id) where details ? 'setting';
create index operation_event_setting_kind on operation_event ((details ->> 'setting'), id) where details ? 'setting';
