import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `create table mainstay.delivery (
    id text primary key,
    at timestamptz not null default now()
  )`,
  'create index delivery_at on mainstay.delivery (at)',
  `create table mainstay.inbox (
    id bigint generated always as identity primary key,
    key text not null,
    work jsonb not null,
    installation bigint not null,
    cause jsonb not null,
    priority text not null,
    state text not null default 'waiting',
    tries integer not null default 0,
    due timestamptz not null default now(),
    early boolean not null default true,
    run uuid,
    error text,
    at timestamptz not null default now(),
    since timestamptz not null default now()
  )`,
  'create index inbox_key on mainstay.inbox (key)',
  'create index inbox_run on mainstay.inbox (run) where run is not null',
  'create table mainstay.repository (id bigint primary key, memory jsonb not null)',
  'create table mainstay.good_policy (repository text primary key, policy jsonb not null)',
  `create table mainstay.ledger (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    repository_id bigint not null,
    repository text not null,
    branch text not null,
    conclusion text not null,
    title text not null,
    causes jsonb not null,
    actors jsonb not null,
    report text not null
  )`,
  'create index ledger_at on mainstay.ledger (at)',
  'create index ledger_repository on mainstay.ledger (repository_id, at)',
  `create table mainstay.command (
    login text not null,
    repository text not null,
    at timestamptz not null default now()
  )`,
  'create index command_login on mainstay.command (login, at)',
];

/** The tables of version 0.1. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
