-- The help centre: articles in versions that a second person publishes, what readers say of them, and what they looked
-- for in vain.

create table article (
  slug text primary key check (slug ~ '^[a-z0-9-]{1,60}$'),
  -- Order on the help page.
  place int not null
);

-- One version holds all three languages: nobody reads in one what another one contradicts.
create table article_version (
  id uuid primary key,
  slug text not null references article (slug),
  number int not null check (number > 0),
  state text not null check (state in ('draft', 'in_review', 'published', 'superseded', 'dropped')),
  -- Goes up with each change of a draft: who saves says which one was read.
  revision int not null default 1,
  action_path text not null,
  -- By language: title, summary, keywords, actionLabel, body (the small Markdown).
  texts jsonb not null,
  -- Null where the version came with Dompet itself.
  author_id uuid,
  author_name text not null,
  -- Everybody who wrote on it; none of them may publish it.
  writers uuid[] not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  -- What a reviewer asks for, while it is a draft again.
  note text,
  published_at timestamptz,
  unique (slug, number),
  constraint article_version_four_eyes check (decided_by is null or not decided_by = any (writers)),
  constraint article_version_reviewed check (state not in ('published', 'superseded') or author_id is null or decided_by is not null),
  constraint article_version_published check ((state in ('published', 'superseded')) = (published_at is not null))
);
create unique index article_version_now on article_version (slug) where state = 'published';
create unique index article_version_open on article_version (slug) where state in ('draft', 'in_review');
revoke delete, truncate on article, article_version from dompet_app;

-- Whether an answer helped. Nobody's name: who reads help need not sign in.
create table article_feedback (
  id uuid primary key,
  slug text not null references article (slug),
  version_id uuid not null references article_version (id),
  language text not null check (language in ('zh', 'id', 'en')),
  helped boolean not null,
  -- Without long numbers and addresses.
  words text check (length(words) <= 500),
  at timestamptz not null
);
create index article_feedback_slug on article_feedback (slug, at desc);
revoke update, delete, truncate on article_feedback from dompet_app;

-- What people looked for without a good answer, without long numbers and addresses.
create table help_gap (
  id uuid primary key,
  language text not null check (language in ('zh', 'id', 'en')),
  question text not null check (length(question) between 1 and 200),
  times int not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  constraint help_gap_once unique (language, question)
);
create index help_gap_often on help_gap (times desc, last_at desc);
