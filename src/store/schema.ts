import type { ColumnType, Generated } from 'kysely';

/** A JSON column: written as text (a bare array would not survive the `pg` driver), read as whatever it holds. */
type Json = ColumnType<unknown, string, string>;

/** The tables as the newest migration leaves them. Times are `timestamptz`, ids GitHub's own. */
export type Tables = {
  delivery: { id: string; at: Generated<Date> };
  inbox: {
    id: Generated<number>;
    key: string;
    work: Json;
    installation: number;
    cause: Json;
    priority: 'live' | 'sweep';
    state: Generated<'waiting' | 'taken' | 'parked'>;
    tries: Generated<number>;
    /** Not before this time, unless `early`. */
    due: Generated<Date>;
    early: Generated<boolean>;
    /** The run that took it, or that was parked. */
    run: string | null;
    error: string | null;
    at: Generated<Date>;
    /** When its state last changed. */
    since: Generated<Date>;
  };
  repository: { id: number; memory: Json };
  pull: { repository_id: number; number: number; memory: Json; at: Generated<Date> };
  organisation: { login: string; memory: Json };
  good_policy: { repository: string; policy: Json };
  ledger: {
    id: Generated<number>;
    at: Date;
    repository_id: number;
    repository: string;
    branch: string;
    conclusion: string;
    title: string;
    causes: Json;
    actors: Json;
    report: string;
  };
  recovery: { at: Date | null; up_to: Date | null; holder: string | null; held_until: Date | null };
  command: { login: string; repository: string; at: Generated<Date>; delivery: string | null };
  file_text: { oid: string; text: string; bytes: number; at: Generated<Date> };
  sweep: { organisation: string; memory: Json };
  budget: { installation: number; account: Json; at: Generated<Date> };
};
