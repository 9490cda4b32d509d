import type { Act } from '../act.ts';
import { LOOK, REPAIR, SWEEP, TELL, sum, times } from '../budget.ts';
import { latestRun, ruleOn, standingOf } from '../standing.ts';
import type { World } from '../world.ts';

const HOME = 'acme/.github';
const PATH = '.github/mainstay.yml';
const GOOD = 'version: 1\nstrict: true   # branches must be up to date before they merge\n';
const BROKEN = `${GOOD}requird_checks: []\n`;
const OTHERS = [
  ...['acme/website', 'acme/search', 'acme/api', 'acme/design-system', 'acme/payments', 'acme/billing'],
  ...['acme/mobile', 'acme/data-pipeline', 'acme/handbook', 'acme/prototype', 'acme/checkout'],
];

export const changePolicy: Act = {
  part: '7',
  title: 'The organisation writes a policy',
  happens: `olivia pushes ${PATH} to ${HOME}: "strict: true".`,
  play: (world) => {
    world.push(HOME, { by: 'olivia', files: { [PATH]: GOOD } });
  },
  told: { 'all eleven others of acme now require branches to be up to date': allStrict },
  // One was strict already. The policy repository's own run may see the new file first, and asks for it to be weighed.
  budget: sum(TELL, LOOK, SWEEP, SWEEP, times(OTHERS.length - 1, REPAIR)),
  shows: { report: 'acme/website' },
};

export const breakPolicy: Act = {
  part: '7b',
  title: '... and breaks it',
  happens: 'olivia misspells a key: "requird_checks: []".',
  play: (world) => {
    world.push(HOME, { by: 'olivia', files: { [PATH]: BROKEN } });
  },
  told: {
    'the report on its head says which line and column': (world) => {
      const report = latestRun(world.repository(HOME));
      return report?.conclusion === 'failure' && report.output.summary?.includes(`${PATH}:3:1`) === true;
    },
    'nothing is loosened by a typo: the last good policy stays': (world) =>
      allStrict(world) && OTHERS.every((name) => standingOf(world.repository(name)).mood === 'protected'),
  },
  // The push and the sweep both come to the policy repository; only one has something to tell.
  budget: sum(TELL, SWEEP, LOOK),
  shows: { report: HOME },
};

function allStrict(world: World): boolean {
  return OTHERS.every((name) => ruleOn(world.repository(name))?.settings.checks?.strict === true);
}
