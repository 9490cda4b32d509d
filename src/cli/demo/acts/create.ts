import type { Act } from '../act.ts';
import { FIRST_REPAIR, LOOK, sum } from '../budget.ts';
import { latestRun, standingOf } from '../standing.ts';
import type { World } from '../world.ts';

export const create: Act = {
  part: '2',
  title: 'A repository is created',
  happens: 'devi creates acme/checkout with a README.',
  play: (world) => world.createRepository('acme/checkout', { by: 'devi' }),
  told: {
    'its main is protected before anybody else has seen it': (world) => isProtected(world, 'acme/checkout'),
  },
  // GitHub tells of the repository, of the branch and of the push.
  budget: sum(FIRST_REPAIR, LOOK, LOOK),
  shows: null,
};

export const firstPush: Act = {
  part: '2b',
  title: 'An empty repository gets its first push',
  happens: 'devi pushes the first commit to acme/prototype, empty until now and not polled.',
  play: (world) => {
    world.push('acme/prototype', { by: 'devi', branch: 'main', files: { 'README.md': '# prototype\n' } });
  },
  told: { 'main is protected with its first commit': (world) => isProtected(world, 'acme/prototype') },
  budget: sum(FIRST_REPAIR, LOOK),
  shows: null,
};

function isProtected(world: World, name: string): boolean {
  const repository = world.repository(name);
  return standingOf(repository).mood === 'protected' && latestRun(repository)?.conclusion === 'success';
}
