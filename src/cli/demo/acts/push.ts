import type { Act } from '../act.ts';
import { TELL } from '../budget.ts';
import { latestRun } from '../standing.ts';

export const push: Act = {
  part: '4',
  title: 'Somebody pushes to main',
  happens: 'devi pushes a commit to acme/api.',
  play: (world) => {
    world.push('acme/api', { by: 'devi', files: { 'src/index.js': 'export {};\n' } });
  },
  told: {
    'the new head carries the report': (world) =>
      latestRun(world.repository('acme/api'))?.conclusion === 'success',
  },
  budget: TELL,
  shows: null,
};
