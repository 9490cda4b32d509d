import { describe, expect, test } from '@jest/globals';
import type { BranchRule, Protection, RepoFacts } from '#model';
import { snapshotOf, type ProtectionAnswer } from '#observe';
import {
  branchState,
  compliant,
  exactRule,
  known,
  protection,
  repoFacts,
  reviews,
  snapshot,
  team,
  unknown,
  wildcardRule,
} from '#kit/builders';
import { branchOf, look, reading, type World } from './fixture.ts';

const PRIVATE: Partial<RepoFacts> = { visibility: 'private' };
const ASKED = ['protection of acme/api main'];

function world(rule: BranchRule | null, repo: Partial<RepoFacts> = {}, answer?: ProtectionAnswer): World {
  const found = known(reading(branchState(rule), { repo: repoFacts(repo) }));
  return answer ? { reading: found, protection: answer } : { reading: found };
}

/** What REST shows of a rule. What it has no words for is not in its type, and nobody reads it. */
function found(held: Partial<Protection>): ProtectionAnswer {
  return { kind: 'found', protection: protection(held) };
}

describe('a branch without a rule', () => {
  test('of a public repository is unprotected, and one query is enough', async () => {
    const seen = await look(world(null));

    expect(branchOf(seen).rule).toEqual(known(null));
    expect(seen.asked).toEqual([]);
  });

  test.each(['private', 'internal'] as const)(
    'of a repository that is %s counts as one only if REST says so',
    async (visibility) => {
      const seen = await look(world(null, { visibility }, { kind: 'absent' }));

      expect(branchOf(seen).rule).toEqual(known(null));
      expect(seen.asked).toEqual(ASKED);
    },
  );

  test('of a private repository is unknown where REST says that the plan offers none', async () => {
    const why = { code: 'upgrade_or_public_required', detail: 'Upgrade to GitHub Pro' } as const;
    const seen = await look(world(null, PRIVATE, { kind: 'unknown', why }));

    expect(branchOf(seen).rule).toEqual({ known: false, why });
  });

  test('is unknown where GraphQL shows none and REST shows one', async () => {
    const seen = await look(world(null, PRIVATE, found({})));

    expect(branchOf(seen).rule).toMatchObject({ known: false, why: { code: 'read_incomplete' } });
  });

  test('is not asked about twice once GitHub was seen to offer protection here', async () => {
    const seen = await look(world(null, PRIVATE), { protectableAs: 'private' });

    expect(branchOf(seen).rule).toEqual(known(null));
    expect(seen.asked).toEqual([]);
  });

  test('is asked about again when the repository was made private since', async () => {
    const seen = await look(world(null, PRIVATE, { kind: 'absent' }), { protectableAs: 'public' });

    expect(seen.asked).toEqual(ASKED);
  });

  test.each<[string, Partial<RepoFacts>, string | null]>([
    ['an archived repository', { archived: true }, 'c0ffee'],
    ['a disabled repository', { disabled: true }, 'c0ffee'],
    ['a branch that does not exist', {}, null],
  ])('costs no further request on %s', async (_, repo, head) => {
    const branch = branchState(null, { head });
    const seen = await look({
      reading: known(reading(branch, { repo: repoFacts({ ...PRIVATE, ...repo }) })),
    });

    expect(branchOf(seen)).toEqual(branch);
    expect(seen.asked).toEqual([]);
  });
});

describe('a rule that could not be read', () => {
  test('stays unknown, and nothing more is asked', async () => {
    const branch = branchState(unknown('permission_missing'));
    const seen = await look({ reading: known(reading(branch, { repo: repoFacts(PRIVATE) })) });

    expect(branchOf(seen)).toEqual(branch);
    expect(seen.asked).toEqual([]);
  });

  test('of a repository that cannot be seen is the whole answer', async () => {
    const answer = unknown('repository_not_found');

    expect((await look({ reading: answer })).snapshot).toEqual(answer);
  });
});

describe('people whom GraphQL hides', () => {
  const CORE = [team('core')];

  /** The wildcard's protection as it was seen in the end. */
  async function seenThrough(
    hidden: Partial<Protection>,
    answer: ProtectionAnswer,
  ): Promise<Protection | null> {
    const { rule } = branchOf(await look(world(wildcardRule(compliant(hidden)), {}, answer)));
    return rule.known ? (rule.value?.protection ?? null) : null;
  }

  test('of an exact rule are not asked for: it is mended without naming them', async () => {
    const seen = await look(world(exactRule(compliant({ pushers: 'notVisible' }))));

    expect(seen.asked).toEqual([]);
  });

  test('of a wildcard that hides nobody are not asked for', async () => {
    const seen = await look(world(wildcardRule(compliant({ pushers: CORE }))));

    expect(seen.asked).toEqual([]);
  });

  test.each<[string, Partial<Protection>]>([
    ['who may push', { pushers: 'notVisible' }],
    ['who may force push', { forcePushers: 'notVisible' }],
    ['who may dismiss reviews', { reviews: reviews({ dismissers: 'notVisible' }) }],
    ['who may bypass reviews', { reviews: reviews({ bypassers: 'notVisible' }) }],
  ])('of a wildcard are asked of REST: %s', async (_, hidden) => {
    const seen = await look(world(wildcardRule(compliant(hidden)), {}, found(compliant())));

    expect(seen.asked).toEqual(ASKED);
  });

  test('become visible where REST shows them, and the rest stays as GraphQL said', async () => {
    const graph = {
      pushers: 'notVisible',
      signatures: true,
      reviews: reviews({ bypassers: 'notVisible' }),
    } as const;
    const rest = found({ pushers: CORE, reviews: reviews({ bypassers: CORE, count: 6 }) });

    expect(await seenThrough(graph, rest)).toEqual(
      compliant({ pushers: CORE, signatures: true, reviews: reviews({ bypassers: CORE }) }),
    );
  });

  test('who may force push stay hidden: REST has no words for them', async () => {
    expect(await seenThrough({ forcePushers: 'notVisible' }, found({}))).toMatchObject({
      forcePushers: 'notVisible',
    });
  });

  test('stay hidden where REST does not know either', async () => {
    const why = { code: 'permission_missing', detail: '' } as const;

    expect(await seenThrough({ pushers: 'notVisible' }, { kind: 'unknown', why })).toEqual(
      compliant({ pushers: 'notVisible' }),
    );
  });

  test.each<[string, Partial<Protection>, Partial<Protection>]>([
    ['who may push', { pushers: 'notVisible' }, { pushers: null }],
    ['who may dismiss reviews', { reviews: reviews({ dismissers: 'notVisible' }) }, { reviews: reviews() }],
    ['who may bypass reviews', { reviews: reviews({ bypassers: 'notVisible' }) }, { reviews: null }],
  ])('are not everybody where REST shows no such limit: %s', async (_, graph, rest) => {
    expect(await seenThrough(graph, found(rest))).toEqual(compliant(graph));
  });

  test('leave those alone whom GraphQL shows', async () => {
    const graph = { reviews: reviews({ dismissers: CORE, bypassers: 'notVisible' }) } as const;
    const rest = found({ reviews: reviews({ dismissers: null, bypassers: [] }) });

    expect(await seenThrough(graph, rest)).toEqual(
      compliant({ reviews: reviews({ dismissers: CORE, bypassers: [] }) }),
    );
  });
});

describe('the switch for all protections', () => {
  const protectedWorld = { reading: known(reading(branchState(exactRule(compliant())))) };

  async function enforced(on: World, doubtEnforced = true): Promise<boolean | null | undefined> {
    const { snapshot: seen } = await look(on, { doubtEnforced });
    return seen.known ? seen.value.enforced : undefined;
  }

  test('is asked for only where something says that it is off', async () => {
    expect(await enforced(protectedWorld, false)).toBeNull();
  });

  test.each([true, false, null])('is what GitHub says now: %s', async (answer) => {
    expect(await enforced({ ...protectedWorld, enforced: answer })).toBe(answer);
  });

  test('is asked for once, of a branch that has a rule', async () => {
    const bare = branchState(null, { name: 'bare' });
    const held = branchState(exactRule(compliant(), 'held'), { name: 'held' });
    const other = branchState(exactRule(compliant(), 'other'), { name: 'other' });
    const answer = reading(bare, { branches: [bare, branchState(unknown('read_incomplete')), held, other] });
    const seen = await look({ reading: known(answer), enforced: true }, { doubtEnforced: true });

    expect(seen.asked).toEqual(['enforced on acme/api held']);
  });

  test('is not known where no branch has a rule', async () => {
    expect(await enforced({ reading: known(reading(branchState())) })).toBeNull();
  });
});

describe('a snapshot', () => {
  test('carries on what was read: policies, workflows, access and reports', async () => {
    const lastReport = { id: 5, conclusion: 'success', fingerprint: 'v1:x' };
    const answer = reading(
      branchState(exactRule(compliant()), { lastReport, workflows: unknown('read_incomplete') }),
      {
        organisationPolicy: known({ oid: 'a', text: 'version: 1' }),
        policyRepositoryVisible: false,
      },
    );
    const { snapshot: seen } = await look({ reading: known(answer) });

    expect(seen).toEqual(
      known({
        ...answer,
        access: { installation: 7, permissions: {}, selection: 'all' },
        enforced: null,
        properties: null,
        ownRuleset: null,
      }),
    );
  });

  test('of a reading in bulk needs no further request', () => {
    const { access, enforced, properties, ownRuleset, ...read } = snapshot({ branches: [branchState()] });

    expect(snapshotOf(read, access, enforced)).toEqual({ ...read, access, enforced, properties, ownRuleset });
  });
});
