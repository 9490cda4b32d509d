import type { Act } from '../act.ts';
import { FIRST_REPAIR, SWEEP, sum, times } from '../budget.ts';
import { latestRun, ruleOn, standingOf } from '../standing.ts';
import { ACTIONS, FIVE, installEverywhere, type World } from '../world.ts';

const WITHOUT_WRITE = ['watchers/.github', 'watchers/shop', 'hobby/diary', 'careful/lab'];
const ACME = [
  ...['acme/.github', 'acme/website', 'acme/search', 'acme/api', 'acme/design-system', 'acme/payments'],
  ...['acme/billing', 'acme/mobile', 'acme/data-pipeline', 'acme/handbook'],
];

export const install: Act = {
  part: '1',
  title: 'The App is installed',
  happens: 'olivia, the owner, installs Mainstay on four organisations with 16 repositories.',
  play: installEverywhere,
  told: {
    'all ten of acme that have a main are protected, administrators included': (world) =>
      ACME.every((name) => standingOf(world.repository(name)).mood === 'protected'),
    'what people had set is still there: reviews, signatures, a pin, a matrix': keepsWhatPeopleSet,
    'the empty one waits, the archived one is left alone': (world) =>
      ['acme/prototype', 'acme/old-portal'].every((name) => {
        const { rules, checkRuns } = world.repository(name);
        return rules.size === 0 && checkRuns.size === 0;
      }),
    'four are told why nothing was written: monitor mode, the plan, a permission': (world) =>
      WITHOUT_WRITE.every((name) => {
        const repository = world.repository(name);
        const conclusion = name.startsWith('watchers/') ? 'action_required' : 'neutral';
        return repository.rules.size === 0 && latestRun(repository)?.conclusion === conclusion;
      }),
  },
  // Eight repairs; four that are only told; and once, who the App itself is.
  budget: sum(times(4, SWEEP), times(8, FIRST_REPAIR), times(4, { reads: 2, writes: 0, reports: 1 }), {
    reads: 1,
    writes: 0,
    reports: 0,
  }),
  shows: { table: true, report: 'acme/mobile' },
};

function keepsWhatPeopleSet(world: World): boolean {
  const mobile = ruleOn(world.repository('acme/mobile'))?.settings;
  const billing = ruleOn(world.repository('acme/billing'))?.settings;
  const pinned = requiredBy(world, 'acme/search');
  const matrix = requiredBy(world, 'acme/data-pipeline').map(({ context }) => context);
  return [
    mobile?.reviews?.count === 2,
    mobile?.signatures,
    billing?.checks?.strict,
    pinned.length === FIVE.length && pinned.every(({ appId }) => appId === ACTIONS),
    matrix.includes('test (3.12)') && matrix.includes('test (3.13)'),
  ].every((kept) => kept === true);
}

function requiredBy(world: World, name: string) {
  return ruleOn(world.repository(name))?.settings.checks?.checks ?? [];
}
