import type { AddedContext, Made, Plan, Wanted } from '#model';
import { addedAfter, madeAfter, planRepository } from '#plan';
import { seen, worldAfter, type BranchWorld } from './branch-world.ts';

/** What is remembered of each branch. */
export type Remembered = Readonly<
  Record<string, { readonly made: Made | null; readonly added: readonly AddedContext[] }>
>;

export type Played = {
  /** The world after each write, the first one before any. */
  readonly worlds: readonly BranchWorld[];
  readonly memory: Remembered;
  /** The plans of each look, the last one without a write. */
  readonly looks: readonly (readonly Plan[])[];
};

export function plansIn(world: BranchWorld, wanted: Wanted, memory: Remembered = {}): readonly Plan[] {
  const snapshot = seen(world);
  return planRepository(
    snapshot.branches.map((branch) => ({
      snapshot,
      branch,
      wanted,
      switchedOff: null,
      forecast: null,
      ...memory[branch.name],
    })),
  );
}

const ENOUGH = 8;

/** Looks, writes once, and looks again, until there is nothing to write. */
export function play(start: BranchWorld, wanted: Wanted, remembered: Remembered = {}): Played {
  let memory = remembered;
  const worlds = [start];
  const looks: (readonly Plan[])[] = [];
  let world = start;
  for (;;) {
    const plans = plansIn(world, wanted, memory);
    looks.push(plans);
    const next = plans.find(({ write }) => write !== null);
    if (next === undefined) return { worlds, memory, looks };
    if (looks.length > ENOUGH) throw new Error(`no end to writing: ${JSON.stringify(next.write)}`);
    world = worldAfter(world, next);
    worlds.push(world);
    memory = afterWrite(memory, plans, next);
  }
}

/** Whoever shares the write shares what it made. */
function afterWrite(memory: Remembered, plans: readonly Plan[], written: Plan): Remembered {
  const sharing = plans.filter(({ write }) => write === written.write);
  const entries = sharing.map((plan) => {
    const before = memory[plan.branch] ?? { made: null, added: [] };
    const made = madeAfter(plan, { refused: null, dropped: [] }, before.made);
    return [plan.branch, { made, added: addedAfter(plan, before.added) }] as const;
  });
  return { ...memory, ...Object.fromEntries(entries) };
}
