import type { Budget } from './budget.ts';
import type { World } from './world.ts';

/** One act of the story: what people do, what must have come of it, and what it may cost. */
export type Act = {
  /** As the story counts: `1`, `3b`. */
  readonly part: string;
  readonly title: string;
  /** What people do, in a sentence, where the title does not say it all. */
  readonly happens: string | null;
  readonly play: (world: World) => void;
  /** What must be so afterwards, in words and in the world. */
  readonly told: Readonly<Record<string, (world: World) => boolean>>;
  /** Null: whatever it costs. */
  readonly budget: Budget | null;
  /** What to show of what people see: the report on main's head, or the reply to the newest comment. */
  readonly shows:
    | { readonly report: string }
    | { readonly reply: string }
    /** All repositories, with a bar while they are swept. */
    | { readonly table: true; readonly report: string }
    | null;
};
