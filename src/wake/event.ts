import type { z } from 'zod';
import type { Command, WorkKey } from '#model';
import type { common } from './payload.ts';

/** An event as a row of the table sees it: the common fields, the whole payload for its own, and whose App we are. */
export type Event = {
  readonly common: z.infer<typeof common>;
  readonly payload: unknown;
  readonly appId: number;
};

/** What to look at; the command that asks for it, where a person did; the branch, where it is one few policies name. */
export type Target = { readonly key: WorkKey; readonly command?: Command; readonly branch?: string };

/** One row: pure, never throws, and empty where the payload lacks what it needs. */
export type Row = (event: Event) => readonly Target[];
