import { describe, expect, test } from '@jest/globals';
import type { Wanted } from '#model';
import { planOrgRuleset, requirementsOf, type OrgRepository, type OrgRulesetPlan } from '#plan';
import { asking, check, from, nothingWanted, ownRuleset } from '#kit/builders';

function repository(name: string, wanted: Wanted, contexts?: readonly string[]): OrgRepository {
  const requirements = requirementsOf(wanted, null).map((one) =>
    contexts === undefined ? one : { ...one, contexts },
  );
  return { repo: { owner: 'acme', name }, wanted, requirements, branches: ['~DEFAULT_BRANCH'] };
}

const WANTED = nothingWanted({
  via: from('org-ruleset'),
  checks: [check('test')],
  settings: asking({ include_admins: from(true), block_deletions: from(true) }),
});

function plan(repositories: readonly OrgRepository[], over: object = {}): OrgRulesetPlan {
  const all = repositories.map(({ repo }) => repo.name);
  return planOrgRuleset({ repositories, all, own: null, made: false, ...over });
}

describe("the organisation's ruleset", () => {
  test('holds in one write what all repositories ask for alike', () => {
    const { write, differing } = plan([repository('api', WANTED), repository('web', WANTED)]);

    expect(differing).toEqual([]);
    expect(write).toMatchObject({
      id: null,
      ruleset: {
        name: 'mainstay',
        enforcement: 'active',
        bypass: [],
        conditions: {
          ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] },
          repository_name: { include: ['~ALL'], exclude: [] },
        },
      },
    });
    expect(write?.ruleset.rules).toEqual([
      {
        type: 'required_status_checks',
        parameters: {
          do_not_enforce_on_create: true,
          required_status_checks: [{ context: 'test' }],
          strict_required_status_checks_policy: false,
        },
      },
      { type: 'deletion' },
    ]);
  });

  test('once it is there, nothing is written again', () => {
    const repositories = [repository('api', WANTED), repository('web', WANTED)];
    const { write } = plan(repositories);
    if (write === null) throw new Error('nothing was planned');

    expect(plan(repositories, { own: { id: 5, body: write.ruleset }, made: true })).toMatchObject({
      write: null,
      changes: [],
      weakens: [],
    });
  });

  test('read back from GitHub it is the same, and fields that nobody knows go back with it', () => {
    const repositories = [repository('api', WANTED)];
    const { write } = plan(repositories);
    if (write === null) throw new Error('nothing was planned');
    const body = { ...write.ruleset, rest: {} };
    const strange = { ...body, rules: [], rest: { field_of_tomorrow: { a: 1 } } };

    expect(plan(repositories, { own: { id: 5, body }, made: true }).write).toBeNull();
    expect(plan(repositories, { own: { id: 5, body: strange }, made: true }).write?.ruleset.rest).toEqual({
      field_of_tomorrow: { a: 1 },
    });
  });

  test('leaves out a check that is called differently, says where, and protects the rest', () => {
    const { write, differing } = plan([
      repository('api', WANTED, ['test']),
      repository('web', WANTED, ['test (20)', 'test (22)']),
    ]);

    expect(write?.ruleset.rules).toEqual([{ type: 'deletion' }]);
    expect(differing.map(({ repo, checks }) => [repo.name, checks])).toEqual([
      ['api', ['test']],
      ['web', ['test']],
    ]);
    expect(differing[0]?.problems).toEqual([expect.objectContaining({ code: 'ruleset_names_differ' })]);
  });

  test('names its repositories where more than a few are not its own', () => {
    const all = ['api', ...Array.from({ length: 20 }, (_, index) => `other-${index}`)];
    const { write } = plan([repository('api', WANTED)], { all });

    expect(write?.ruleset.conditions['repository_name']).toEqual({ include: ['api'], exclude: [] });
  });

  test('covers all but the few that are left out', () => {
    const { write } = plan([repository('api', WANTED), repository('web', WANTED)], {
      all: ['web', 'legacy', 'api'],
    });

    expect(write?.ruleset.conditions['repository_name']).toEqual({ include: ['~ALL'], exclude: ['legacy'] });
  });

  test('keeps the rules that people added and those that nobody here knows', () => {
    const tomorrow = { type: 'a_type_of_tomorrow', parameters: { depth: 3 } };
    const own = ownRuleset([tomorrow, { type: 'required_signatures' }]);
    const { write, weakens } = plan([repository('api', WANTED)], { own });

    expect(write?.ruleset.rules).toEqual(expect.arrayContaining([tomorrow, { type: 'required_signatures' }]));
    expect(weakens).toEqual([]);
  });

  test('is not written where nobody can see who may pass by it', () => {
    const own = ownRuleset([], { bypass: 'notVisible' });

    expect(plan([repository('api', WANTED)], { own })).toMatchObject({
      write: null,
      refusals: [{ code: 'bypass_not_visible' }],
    });
  });
});
