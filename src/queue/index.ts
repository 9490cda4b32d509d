// Keys in, runs out: one at a time per key, later, again. Over the job library; what waits lies in the inbox.
// Never here: what a key means.
export { startQueue, type Queue, type QueueOptions } from './start-queue.ts';
export { openCounter, type Counter } from './open-counter.ts';
export type { Retry } from './retry.ts';
export type { Lease } from './lease.ts';
export { fieldsOf, type Run } from './run-key.ts';
export type { Depth, Failed, GivenBack, Inbox, JobDatabase, Parked, Send, Taken, Token } from './inbox.ts';
export type { JobBackend } from './job-backend.ts';
