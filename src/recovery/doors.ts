/**
 * One attempt to deliver, as GitHub's log lists it. Ids have passed 2^53, where JavaScript's numbers stop being
 * exact, so they are text. https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export type Entry = {
  readonly id: string;
  /** The same over all attempts of one delivery; lower case, as the intake stores it. */
  readonly guid: string;
  /** ISO 8601, UTC, by GitHub's clock. */
  readonly deliveredAt: string;
  /** What was answered; 0, or a 5xx of GitHub's own, where nothing was. */
  readonly statusCode: number;
  readonly event: string;
  readonly action: string | null;
};

/** A page of the log, the newest first; `next` is the cursor of the page after it. */
export type LogPage = { readonly entries: readonly Entry[]; readonly next: string | null };

/** What GitHub kept of one attempt. */
export type LoggedDelivery = {
  readonly guid: string;
  readonly event: string;
  /** As they were sent; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
};

/** GitHub's log of this App's deliveries. Every function throws on a limit, an outage, or once `signal` is aborted. */
export interface DeliveryLog {
  page(cursor: string | null, signal: AbortSignal): Promise<LogPage>;
  /** Null: GitHub has it no longer. */
  delivery(id: string, signal: AbortSignal): Promise<LoggedDelivery | null>;
}

/** A delivery that no attempt brought to us: where it can be fetched, and when it was tried first. */
export type Lost = Pick<Entry, 'id' | 'guid' | 'deliveredAt'>;

/** How far the log is known to be complete, and when that was found. Both ISO 8601, UTC. */
export type RecoveryPoint = { readonly at: string; readonly upTo: string };

/** What outlives the process, and which of several processes is at it. */
export interface RecoveryMemory {
  /** Takes or keeps the turn, for a few minutes from now. False: another process has it. */
  hold(run: string): Promise<boolean>;
  /** Gives the turn back. */
  release(run: string): Promise<void>;
  point(): Promise<RecoveryPoint | null>;
  /** Remembers the point of the run that holds the turn; without effect where it has lost it. */
  keepPoint(run: string, point: RecoveryPoint): Promise<void>;
  /** Those of these deliveries that were stored, whatever GitHub was answered. */
  known(guids: readonly string[]): Promise<ReadonlySet<string>>;
}
