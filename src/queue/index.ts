// Keys in, runs out: one at a time per key, later, again. Over the job library; what waits lies in the inbox.
// Never here: what a key means.
export type { Inbox, JobDatabase, Parked, Taken } from './inbox.ts';
