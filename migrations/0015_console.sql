-- What agents do beside a conversation: raised limits, codes to the registered contact, actions that wait for a second
-- person, mentions of colleagues, macros.

-- Higher limits of one customer until their end. Who raised them and why stands in audit_event.
alter table customer
  add column limit_per_payment bigint,
  add column limit_per_day bigint,
  add column limit_until timestamptz,
  add constraint customer_limit check (
    num_nulls(limit_per_payment, limit_per_day, limit_until) = 3
    or (num_nulls(limit_per_payment, limit_per_day, limit_until) = 0
      and limit_per_payment > 0 and limit_per_day >= limit_per_payment));

-- A code that was sent to the customer's registered number because of a case, and is entered in the own app. The digest
-- is of the newest code: it is made when the message leaves, and kept nowhere else.
create table case_check (
  case_id uuid not null references support_case (id),
  id uuid not null,
  customer_id uuid not null references customer (id),
  code_digest bytea,
  tries int not null default 0,
  asked_by uuid not null references staff (id),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (case_id, id)
);
create index case_check_customer on case_check (customer_id, asked_at desc);

-- An action that one member of staff asked for and another decides.
create table action_request (
  customer_id uuid not null references customer (id),
  id uuid not null,
  case_id uuid not null references support_case (id),
  action text not null,
  -- What was asked, as the action's own figures.
  details jsonb not null,
  reason text not null,
  asked_by uuid not null references staff (id),
  asked_at timestamptz not null,
  -- Nobody decides after this: whoever still wants it asks again.
  expires_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected', 'lapsed')),
  decided_by uuid references staff (id),
  decided_at timestamptz,
  decision_reason text,
  primary key (customer_id, id),
  constraint action_request_decided check ((state in ('approved', 'rejected')) = (decided_by is not null and decided_at is not null)),
  constraint action_request_second_person check (decided_by <> asked_by)
);
create index action_request_id on action_request (id);
create unique index action_request_waiting on action_request (customer_id, action) where state = 'waiting';
create index action_request_open on action_request (asked_at) where state = 'waiting';

-- A colleague was named in a note.
create table case_mention (
  staff_id uuid not null references staff (id),
  case_id uuid not null references support_case (id),
  seq int not null,
  at timestamptz not null,
  seen_at timestamptz,
  primary key (staff_id, case_id, seq)
);
create index case_mention_new on case_mention (staff_id, at desc) where seen_at is null;

-- Prepared words with gaps, by language, and what may be done with them.
create table macro (
  id uuid primary key,
  language text not null check (language in ('zh', 'id', 'en')),
  name text not null check (length(name) between 1 and 60),
  text text not null check (length(text) between 1 and 4000),
  -- A command of the desk that is offered after the words: nothing is done without the agent.
  command text,
  changed_at timestamptz not null,
  changed_by uuid references staff (id),
  constraint macro_name unique (language, name)
);
insert into macro (id, language, name, text, command, changed_at) values
  (gen_random_uuid(), 'en', 'Welcome', 'Hello {customer_name}, this is {agent_name}. I am reading your message now and will answer in a moment.', null, now()),
  (gen_random_uuid(), 'en', 'Confirm it is you', 'To keep your money safe, please confirm that it is you: a code comes to your registered number now. Enter it here in the chat and tell it to nobody, not even to me.', 'send_code', now()),
  (gen_random_uuid(), 'en', 'Payment not taken', 'Your payment of {amount} to {payee} ({payment_time}) did not go through, and nothing was taken from your balance.', null, now()),
  (gen_random_uuid(), 'en', 'Handing over', 'I am handing you over to a colleague who can help with this. Everything you wrote goes along, so you need not repeat it.', 'hand_over', now()),
  (gen_random_uuid(), 'en', 'Goodbye', 'Thank you for writing, {customer_name}. I close case {case_number} now. If you write again, it opens again.', 'close_case', now()),
  (gen_random_uuid(), 'id', 'Salam', 'Halo {customer_name}, saya {agent_name}. Pesan Anda sedang saya baca dan segera saya jawab.', null, now()),
  (gen_random_uuid(), 'id', 'Pastikan ini Anda', 'Agar uang Anda aman, mohon pastikan ini Anda: sebuah kode segera dikirim ke nomor terdaftar Anda. Isi kode itu di chat ini dan jangan beri tahu siapa pun, juga saya.', 'send_code', now()),
  (gen_random_uuid(), 'id', 'Pembayaran tidak diambil', 'Pembayaran Anda {amount} ke {payee} ({payment_time}) tidak berhasil, dan saldo Anda tidak berkurang.', null, now()),
  (gen_random_uuid(), 'id', 'Serahkan ke rekan', 'Saya serahkan Anda ke rekan yang bisa membantu. Semua yang Anda tulis ikut terbawa, jadi tidak perlu diulang.', 'hand_over', now()),
  (gen_random_uuid(), 'id', 'Penutup', 'Terima kasih sudah menulis, {customer_name}. Kasus {case_number} saya tutup. Jika Anda menulis lagi, kasusnya terbuka lagi.', 'close_case', now()),
  (gen_random_uuid(), 'zh', '问候', '{customer_name}，您好，我是{agent_name}。我正在看您的消息，马上回复。', null, now()),
  (gen_random_uuid(), 'zh', '确认本人', '为了您的资金安全，请确认是您本人：确认码即将发送到您登记的号码，请在本对话中输入，不要告诉任何人，包括我。', 'send_code', now()),
  (gen_random_uuid(), 'zh', '付款未扣', '您向{payee}支付的 {amount}（{payment_time}）没有成功，余额没有扣款。', null, now()),
  (gen_random_uuid(), 'zh', '转交同事', '我把您转给能处理此事的同事。您写的内容都会一并转交，无需重复。', 'hand_over', now()),
  (gen_random_uuid(), 'zh', '结束', '感谢您的来信，{customer_name}。案件 {case_number} 现在关闭，您再次留言时会重新打开。', 'close_case', now());
