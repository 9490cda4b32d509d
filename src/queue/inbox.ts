import type { Cause, Wake, WorkKey } from '#model';

/** What a key has waiting: everything that woke it since its last run began. */
export type Taken = {
  readonly key: WorkKey;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

/** A key whose last try failed, kept for a person. */
export type Parked = {
  readonly id: string;
  readonly key: string;
  readonly since: Date;
  readonly error: string;
  readonly deliveries: readonly string[];
};

/** Runs one statement of the job library inside the store's transaction. */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * The stored causes, by key. A job is only a token that says "look at this key": what there is to answer lies
 * here, so keys coalesce and nothing is lost whatever becomes of a token.
 */
export interface Inbox {
  /**
   * Stores a delivery's wakes and, in the same transaction, whatever `send` stores through the given database.
   * False: this delivery id was stored before, and nothing was added.
   */
  accept(
    delivery: string,
    wakes: readonly Wake[],
    send: (db: JobDatabase) => Promise<void>,
  ): Promise<boolean>;
  /** Takes all that waits for a key, also what a run that died had taken. Null: nothing waits. */
  take(key: string): Promise<Taken | null>;
  /** The run ended: forgets what it took and stores what it woke, in one transaction with `send`. */
  finish(key: string, next: readonly Wake[], send: (db: JobDatabase) => Promise<void>): Promise<void>;
  /** Gives back what was taken, for a later run. */
  giveBack(key: string): Promise<void>;
  /** After the last try: what was taken stays, marked with the error, and waits for a person. */
  park(key: string, error: string): Promise<void>;
  parked(): Promise<readonly Parked[]>;
  /** Puts one parked key (or all) back, in one transaction with `send`; answers the keys. */
  unpark(
    id: string | 'all',
    send: (db: JobDatabase, keys: readonly string[]) => Promise<void>,
  ): Promise<readonly string[]>;
}
