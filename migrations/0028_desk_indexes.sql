-- Looked up while somebody waits, and until now by reading whole tables.

-- What had been merged into a case follows it when it is merged itself.
create index support_case_merged on support_case (merged_into) where merged_into is not null;

-- Who of us talks to this customer: chats as well as calls.
create index live_contact_customer on live_contact (customer_id) where ended_at is null;
drop index live_contact_call;
