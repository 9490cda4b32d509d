import type { Cause, Wake, WorkKey } from '#model';

/** What a key has waiting: everything that woke it since its last run began, and what that run left behind. */
export type Taken = {
  /** Names this run. Only the run that holds what it took can finish it or give it back. */
  readonly run: string;
  readonly key: WorkKey;
  readonly installation: number;
  /** Live, where anything but a sweep woke it. */
  readonly priority: Wake['priority'];
  readonly causes: readonly Cause[];
  /** How many tries these causes have spent, those of processes that died with them included. */
  readonly tries: number;
  /** Set when a retry of this key is pending and an event ran it early: then this run spends no try. */
  readonly retryAt: Date | null;
};

/** A key whose last try failed: it waits for a person, or for the next event on it. */
export type Parked = {
  readonly id: string;
  readonly key: string;
  readonly since: Date;
  /** How often it was tried. */
  readonly tries: number;
  readonly error: string;
  readonly deliveries: readonly string[];
};

/** Keys by what they do now. A key may wait and run at once, when it was woken during its run. */
export type Depth = {
  readonly waiting: number;
  /** Those of the waiting whose time has come. */
  readonly due: number;
  readonly running: number;
  readonly parked: number;
};

/** When to look at a key. Null: now. */
export type Token = {
  readonly key: string;
  /** Whose share of the work it is. */
  readonly installation: number;
  readonly at: Date | null;
  readonly priority: Wake['priority'];
};

/** Runs one statement of the job library inside the store's transaction. */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Stores tokens (and settles the one that ran) through the given database, within the inbox's transaction. */
export type Send = (db: JobDatabase, tokens: readonly Token[]) => Promise<void>;

/** What a run leaves behind for a later one. */
export type GivenBack = {
  /** Not before this time. Null: now. */
  readonly at: Date | null;
  /** Whether an event may run the key before that time: not while GitHub asked all work to wait. */
  readonly early: boolean;
  readonly tries: number;
};

/** How a key's last try ended, and how many there were. */
export type Failed = { readonly error: string; readonly tries: number };

/**
 * The stored causes, by key. A job is only a token that says "look at this key": what there is to answer lies
 * here, so keys coalesce and nothing is lost whatever becomes of a token.
 */
export interface Inbox {
  /** Stores a delivery's wakes. False: this delivery id was stored before, and nothing was added. */
  accept(delivery: string, wakes: readonly Wake[], send: Send): Promise<boolean>;
  /** Takes all of a key's causes, also what is parked or what a run that died had taken. Null: nothing to do now. */
  take(key: string): Promise<Taken | null>;
  /** The run ended: forgets what it took and stores what it woke. False: this run had lost what it took. */
  finish(taken: Taken, next: readonly Wake[], send: Send): Promise<boolean>;
  /** Gives back what was taken, for a later run. */
  giveBack(taken: Taken, back: GivenBack, send: Send): Promise<boolean>;
  /** After the last try: what was taken stays, marked with the error. */
  park(taken: Taken, failed: Failed, send: Send): Promise<boolean>;
  parked(): Promise<readonly Parked[]>;
  /** Puts one parked key, by its id, or `all` of them back with all its tries; answers the keys. */
  unpark(id: string, send: Send): Promise<readonly string[]>;
  /** A token for every key that waits or was taken, and has done so for this long. */
  wakeAgain(olderThanSeconds: number, send: Send): Promise<number>;
  depth(): Promise<Depth>;
}
