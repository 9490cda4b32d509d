import type { Act } from '../act.ts';
import { LOOK, NEW_RULE, REPAIR } from '../budget.ts';
import { gapsOf, latestRun, ruleOn } from '../standing.ts';
import { REVIEWS } from '../world.ts';

const MAIN = { pattern: 'main', by: 'rob' };

export const loosen: Act = {
  part: '3',
  title: 'Somebody loosens the protection',
  happens: 'rob, in a hurry, takes two checks off acme/payments and exempts administrators.',
  play: (world) => {
    world.setProtection('acme/payments', {
      ...MAIN,
      set: ({ checks }) => ({
        checks: checks && {
          ...checks,
          checks: checks.checks.filter(({ context }) => !/^(?:test|build)$/.test(context)),
        },
        adminsEnforced: false,
      }),
    });
  },
  told: {
    'both checks are back, administrators are included again': (world) =>
      gapsOf(world.repository('acme/payments')).length === 0,
    'the report names rob': (world) =>
      latestRun(world.repository('acme/payments'))?.output.summary?.includes('`rob`') === true,
  },
  budget: REPAIR,
  shows: { report: 'acme/payments' },
};

export const deleteRule: Act = {
  part: '3b',
  title: 'Somebody deletes the whole rule',
  happens: 'rob deletes the protection of acme/api.',
  play: (world) => world.deleteProtection('acme/api', MAIN),
  told: {
    'the rule is there again, with all it must have': (world) =>
      gapsOf(world.repository('acme/api')).length === 0,
  },
  budget: NEW_RULE,
  shows: null,
};

export const tighten: Act = {
  part: '3c',
  title: 'Somebody makes it stricter',
  happens: 'rob asks for two reviews on acme/website, more than the policy does.',
  play: (world) => {
    world.setProtection('acme/website', { ...MAIN, set: { reviews: { ...REVIEWS, count: 2 } } });
  },
  told: {
    'it stays: Mainstay never weakens': (world) =>
      ruleOn(world.repository('acme/website'))?.settings.reviews?.count === 2,
  },
  budget: LOOK,
  shows: null,
};
