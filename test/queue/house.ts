import { createDatabase, statement } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import type { Outcome } from '#model';
import { startQueue, type Queue, type QueueOptions, type Taken } from '#queue';
import type { Store } from '#store';

export const SETTLED: Outcome = { kind: 'settled', next: [] };
/** Pauses short enough for a test. */
export const QUICK = { tries: 3, firstMs: 20, longestMs: 40 };

/** Something that can be waited for, and be made to happen from outside. */
export type Gate = { readonly opened: Promise<void>; readonly open: () => void };

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { opened: promise, open: () => resolve(undefined) };
}

/** A store, and queues upon it. */
export type House = {
  readonly store: Store;
  start(run: QueueOptions['run'], more?: Partial<QueueOptions>): Promise<Queue>;
  /** Runs one statement beside the store. */
  statement(text: string): Promise<unknown>;
  /** Stops the queues that were started, whatever they do. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

export async function openHouse(): Promise<House> {
  const database = await createDatabase();
  const store = await database.open();
  const queues: Queue[] = [];
  async function rest() {
    for (const queue of queues.splice(0)) await queue.stop({ graceMs: 0 });
  }
  return {
    store,
    start: async (run, more = {}) => {
      const queue = await startQueue({
        inbox: store.inbox,
        jobs: store.jobs,
        log: recordingLog(),
        retry: QUICK,
        run,
        ...more,
      });
      queues.push(queue);
      return queue;
    },
    statement: (text) => statement(database, store, text),
    rest,
    close: async () => {
      await rest();
      await store.close();
      await database.drop();
    },
  };
}

/** The deliveries that a run answers, in the order they came. */
export function deliveriesOf({ causes }: Taken): readonly string[] {
  return causes.map(({ delivery }) => delivery);
}
