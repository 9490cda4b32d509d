import type { Act } from '../act.ts';
import { TELL } from '../budget.ts';
import { latestRun, standingOf } from '../standing.ts';

const NAME = 'acme/billing';

export const switchOff: Act = {
  part: '3d',
  title: 'Somebody switches all protections off',
  happens: `rob switches off every branch protection of ${NAME} at once.`,
  play: (world) => world.disableProtections(NAME, { by: 'rob' }),
  told: {
    'it is reported at once, with who it was and where to switch it on': (world) => {
      const report = latestRun(world.repository(NAME));
      return report?.conclusion === 'action_required' && report.output.summary?.includes('rob') === true;
    },
    "no blind write: the switch is a person's": (world) => world.repository(NAME).protectionsDisabled,
  },
  budget: TELL,
  shows: { report: NAME },
};

export const switchOn: Act = {
  part: '3e',
  title: '... and on again',
  happens: 'rob reads that, and switches them on.',
  play: (world) => world.enableProtections(NAME, { by: 'rob' }),
  told: {
    'the report is green again': (world) => {
      const repository = world.repository(NAME);
      return latestRun(repository)?.conclusion === 'success' && standingOf(repository).mood === 'protected';
    },
  },
  budget: TELL,
  shows: null,
};
