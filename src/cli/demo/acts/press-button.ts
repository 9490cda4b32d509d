import type { Act } from '../act.ts';
import { FIRST_REPAIR, LOOK, sum } from '../budget.ts';
import { gapsOf, latestRun } from '../standing.ts';

const NAME = 'watchers/shop';

export const pressButton: Act = {
  part: '6',
  title: 'A button on the report',
  happens: `The policy of watchers says "mode: monitor". rob presses "Repair now" on the report of ${NAME}.`,
  play: (world) => {
    const run = latestRun(world.repository(NAME))?.id ?? 0;
    world.clickAction(NAME, { run, identifier: 'repair', by: 'rob' });
  },
  told: {
    'it is repaired, this once': (world) => gapsOf(world.repository(NAME)).length === 0,
    'nothing else of watchers is touched': (world) => world.repository('watchers/.github').rules.size === 0,
  },
  // Who presses, then the repair.
  budget: sum(LOOK, FIRST_REPAIR),
  shows: { report: NAME },
};
