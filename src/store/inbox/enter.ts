import { sql, type Transaction } from 'kysely';
import { keyText, type Wake } from '#model';
import type { Token } from '#queue';
import { jsonb } from '../jsonb.ts';
import type { Tables } from '../schema.ts';
import { lockKeys } from './lock-keys.ts';

/** Stores wakes and answers the tokens they need: none where a token for the same key is already on its way. */
export async function enter(
  transaction: Transaction<Tables>,
  wakes: readonly Wake[],
): Promise<readonly Token[]> {
  if (wakes.length === 0) return [];
  const tokens = tokensOf(wakes);
  const keys = tokens.map(({ key }) => key);
  await lockKeys(transaction, keys);
  const coming = await onTheirWay(transaction, keys);
  await insert(transaction, wakes);
  return tokens.filter(({ key, priority }) => {
    const before = coming.get(key);
    return before === undefined || (before === 'sweep' && priority === 'live');
  });
}

function tokensOf(wakes: readonly Wake[]): readonly Token[] {
  const tokens = new Map<string, Token>();
  for (const wake of wakes) {
    const key = keyText(wake.key);
    const priority = tokens.get(key)?.priority === 'live' ? 'live' : wake.priority;
    tokens.set(key, { key, installation: wake.installation, at: null, priority });
  }
  return [...tokens.values()];
}

type Coming = ReadonlyMap<string, Wake['priority']>;

/** A cause that waits and is due came with a token. */
async function onTheirWay(transaction: Transaction<Tables>, keys: readonly string[]): Promise<Coming> {
  const { rows } = await sql<{ key: string; live: boolean }>`
    select key, bool_or(priority = 'live') as live from mainstay.inbox
    where key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
      and state = 'waiting' and due <= clock_timestamp()
    group by key`.execute(transaction);
  return new Map(rows.map(({ key, live }) => [key, live ? 'live' : 'sweep']));
}

/** In one statement with one parameter: a sweep may wake thousands of keys, and parameters are limited. */
async function insert(transaction: Transaction<Tables>, wakes: readonly Wake[]): Promise<void> {
  const rows = wakes.map(({ key, installation, cause, priority }) => ({
    key: keyText(key),
    work: key,
    installation,
    cause,
    priority,
  }));
  await sql`
    insert into mainstay.inbox (key, work, installation, cause, priority)
    select key, work, installation, cause, priority
    from jsonb_to_recordset(${jsonb(rows)}::jsonb)
      as wake (key text, work jsonb, installation bigint, cause jsonb, priority text)`.execute(transaction);
}
