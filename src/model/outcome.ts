import type { Problem } from './problem.ts';
import type { Wake } from './work.ts';

/** How a run ended. Thrown means again, later; `RateLimited` means again at its time, without a try spent. */
export type Outcome =
  /** Done; `next` is stored together with the end of this run. */
  | { readonly kind: 'settled'; readonly next: readonly Wake[] }
  /** Nothing to do until a time, or (null) until an event says so. */
  | { readonly kind: 'waiting'; readonly until: Date | null; readonly reason: Problem }
  /** A person must act. */
  | { readonly kind: 'stalled'; readonly reason: Problem };

/** GitHub does not take the App for who it says it is: no try can mend that, so none is spent. */
export class AppRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AppRefused';
  }
}

/** GitHub asked to wait, or would: nothing failed, so no try is spent. */
export class RateLimited extends Error {
  readonly until: Date;
  /** Only work of a sweep has to wait: a live event may run the key before that time. */
  readonly liveMay: boolean;

  constructor(until: Date, message: string, liveMay = false) {
    super(message);
    this.name = 'RateLimited';
    this.until = until;
    this.liveMay = liveMay;
  }
}
