export type Attempt = {
  /** Larger than 2^53, so text. Each attempt has its own. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the receiver answered; 0 when nothing came back. */
  readonly status: number;
  /** Seconds it took. */
  readonly duration: number;
  readonly redelivery: boolean;
};

/** One webhook: the same `guid` over all its attempts. */
export type Delivery = {
  readonly guid: string;
  /** The id of its first attempt. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number;
  readonly repositoryId: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The payload as it is sent and signed. */
  readonly text: string;
  readonly attempts: readonly Attempt[];
};

/** What becomes of a delivery: GitHub promises neither order nor that each arrives, nor that it does so once. */
export type Fate = 'send' | 'twice' | 'drop' | 'hold';

/** The way of one that is sent: lost, with the status that GitHub's log then shows, or so many copies after a pause. */
export type Weather = { readonly lost: 0 | 502 } | { readonly copies: 1 | 2; readonly delayMs: number };
