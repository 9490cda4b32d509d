import { beforeAll, describe, expect, test } from '@jest/globals';
import { openPolicyStory, POLICY } from './open-policy.ts';
import { FIVE } from './open-story.ts';

const story = openPolicyStory();
const ASKED = 'version: 1\nstrict: true\nrequired_checks: [e2e]\n';
/** A setting less. */
const LESS = 'version: 1\nrequired_checks: [e2e]\n';

function review(org: string, number: number, by: string) {
  return story.world.reviewPull(`${org}/.github`, { number, by, state: 'APPROVED' });
}

function strict(org: string, index = 1): boolean | undefined {
  return story.rule(`${org}/api-${index}`)?.checks?.strict;
}

describe('A policy pull request that would weaken 40 repositories', () => {
  let org: string;
  let number: number;
  const names = Array.from({ length: 40 }, (_, index) => `api-${index + 1}`);
  const REMOVE = 'version: 1\nextras: remove\nrequired_checks: [e2e]\nreviews: { count: 1 }\n';

  beforeAll(async () => {
    org = await story.governed('version: 1\nrequired_checks: [e2e]\nreviews: { count: 1 }\n', {
      repositories: 40,
    });
    for (const name of names) {
      story.world.setProtection(`${org}/${name}`, {
        pattern: 'main',
        by: 'mallory',
        set: ({ checks, reviews }) => ({
          checks: { strict: false, checks: [...(checks?.checks ?? []), { context: 'extra', appId: null }] },
          reviews: reviews && { ...reviews, count: 3 },
        }),
      });
    }
    await story.settled();
    number = await story.propose(org, REMOVE);
  });

  test('is shown with its counts, the weaker first and in bold, and waits', () => {
    const run = story.policyRun(`${org}/.github`, number);

    expect(run?.conclusion).toBe('action_required');
    expect(run?.output.title).toBe('Waits for approval: Changes 40 of 41 repositories, 41 weaker');
    const summary = run?.output.summary ?? '';
    expect(summary).toContain('- **41 would be asked for less, or made weaker**');
    expect(summary.indexOf('**Weaker:**')).toBeGreaterThan(0);
    expect(summary.indexOf('**Weaker:**')).toBeLessThan(summary.indexOf('Changes:'));
    for (const name of names) expect(summary).toContain(`**\`${org}/${name}\`**`);
    expect(summary).toContain('| Repository | Branch | Setting | Now | Then | Because of |');
    expect(run?.actions.map(({ identifier }) => identifier)).toEqual(['approve']);
  });

  test('changes nothing while it is open', () => {
    for (const name of names) expect(story.required(`${org}/${name}`)).toContain('extra');
  });

  test("is let through by an owner's review of its head commit", async () => {
    review(org, number, 'olivia');
    await story.settled();

    const run = story.policyRun(`${org}/.github`, number);
    expect(run?.conclusion).toBe('success');
    expect(run?.output.title).toBe('Approved: Changes 40 of 41 repositories, 41 weaker');
    expect(run?.output.summary).toContain('Approved by `olivia`');
  });

  test('is applied to all 40 once it is merged, and nothing waits', async () => {
    await story.merge(org, number);

    for (const name of names) {
      expect(story.required(`${org}/${name}`)).toEqual([...FIVE, 'e2e']);
      expect(story.rule(`${org}/${name}`)?.reviews?.count).toBe(1);
    }
    expect(story.report(`${org}/.github`).output.summary).not.toContain('policy_waits');
  });
});

describe('An approval', () => {
  test('is taken back with the review', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, LESS);
    const { id } = review(org, number, 'olivia');
    await story.settled();
    const approved = story.policyRun(`${org}/.github`, number)?.conclusion;

    story.world.dismissReview(`${org}/.github`, { number, review: id, by: 'mia' });
    await story.settled();

    expect(approved).toBe('success');
    expect(story.policyRun(`${org}/.github`, number)?.conclusion).toBe('action_required');
  });

  test('of an older commit does not count, on the pull request or after the merge', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, `${LESS}# almost\n`);
    review(org, number, 'olivia');
    await story.settled();
    const pull = story.world.repository(`${org}/.github`).issues.get(number)?.pull;

    story.world.push(`${org}/.github`, {
      by: 'walt',
      branch: pull?.headBranch ?? '',
      files: { [POLICY]: LESS },
    });
    await story.settled();
    const again = story.policyRun(`${org}/.github`, number)?.conclusion;
    await story.merge(org, number);

    expect(again).toBe('action_required');
    story.world.createRepository(`${org}/new`, { by: 'olivia' });
    await story.settled();
    expect(story.rule(`${org}/new`)?.checks?.strict).toBe(true);
    expect(story.report(`${org}/.github`).output.summary).toContain('`policy_waits`');
  });

  test('by somebody who owns nothing does not count', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, LESS);

    review(org, number, 'mallory');
    await story.settled();

    expect(story.policyRun(`${org}/.github`, number)?.conclusion).toBe('action_required');
  });

  test("by an owner who wrote it needs another's word, where there are other owners", async () => {
    const org = await story.governed(ASKED, { owners: ['oscar'] });
    const repo = `${org}/.github`;
    story.world.push(repo, { by: 'olivia', branch: 'mine', files: { [POLICY]: LESS } });
    const { number } = story.world.openPull(repo, { title: 'Mine', by: 'olivia', branch: 'mine' });
    story.world.comment(repo, { number, by: 'olivia', body: '/mainstay approve' });
    await story.settled();
    const alone = story.policyRun(repo, number)?.conclusion;

    review(org, number, 'mia');
    await story.settled();

    expect(alone).toBe('action_required');
    expect(story.replies(repo, number).at(-1)).toContain('somebody else who can write here');
    expect(story.policyRun(repo, number)?.conclusion).toBe('success');
  });

  test('by /mainstay approve on the pull request holds after its merge', async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/.github`;
    const number = await story.propose(org, LESS);

    story.world.comment(repo, { number, by: 'olivia', body: '/mainstay approve' });
    await story.settled();
    const run = story.policyRun(repo, number)?.conclusion;
    await story.merge(org, number);
    story.world.createRepository(`${org}/new`, { by: 'olivia' });
    await story.settled();

    expect(run).toBe('success');
    expect(story.replies(repo, number).at(-1)).toContain('your approval stands');
    expect(story.rule(`${org}/new`)?.checks?.strict).toBe(false);
    expect(story.required(`${org}/new`)).toEqual([...FIVE, 'e2e']);
  });

  test("of a repository's own file is none of the organisation's, though the text is the same", async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/api-1`;
    story.world.push(repo, { by: 'walt', branch: 'own', files: { [POLICY]: LESS } });
    const { number } = story.world.openPull(repo, { title: 'Own', by: 'walt', branch: 'own' });
    story.world.comment(repo, { number, by: 'olivia', body: '/mainstay approve' });
    await story.settled();

    story.world.push(`${org}/.github`, { by: 'mallory', files: { [POLICY]: LESS } });
    await story.settled();

    expect(story.replies(repo, number).at(-1)).toContain('your approval stands');
    expect(story.report(`${org}/.github`).output.summary).toContain('`policy_waits`');
  });

  test('by the button is the same', async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/.github`;
    const number = await story.propose(org, LESS);

    const run = story.policyRun(repo, number)?.id ?? 0;
    story.world.clickAction(repo, { run, identifier: 'approve', by: 'olivia' });
    await story.settled();

    expect(story.policyRun(repo, number)?.conclusion).toBe('success');
  });

  test('by the button of somebody who owns nothing is none', async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/.github`;
    const number = await story.propose(org, LESS);

    const run = story.policyRun(repo, number)?.id ?? 0;
    story.world.clickAction(repo, { run, identifier: 'approve', by: 'mallory' });
    await story.settled();

    expect(story.policyRun(repo, number)?.conclusion).toBe('action_required');
  });
});

describe('A pull request from a fork', () => {
  test('is told to be approved by review or command, as GitHub does not say whose the button would be', async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/.github`;
    story.world.createRepository('rosa/policy', { by: 'rosa', fork: true });
    story.world.push('rosa/policy', { by: 'rosa', branch: 'less', files: { [POLICY]: LESS } });
    const pull = { title: 'Less', by: 'rosa', branch: 'less', fork: 'rosa/policy' };
    const { number } = story.world.openPull(repo, pull);
    await story.settled();

    const run = story.policyRun(repo, number);
    expect(run?.conclusion).toBe('action_required');
    expect(run?.actions).toEqual([]);
    expect(run?.output.summary).not.toContain('button');
  });
});

describe('A weaker policy that was merged without an approval', () => {
  test('waits, is told on `.github`, and counts once an owner approves it there', async () => {
    const org = await story.governed(ASKED);
    const repo = `${org}/.github`;
    const number = await story.propose(org, LESS);
    await story.merge(org, number);
    const waiting = story.report(repo);
    story.world.setProtection(`${org}/api-1`, {
      pattern: 'main',
      by: 'mallory',
      set: ({ checks }) => ({ checks: checks && { ...checks, strict: false } }),
    });
    await story.settled();
    const repaired = strict(org);

    const { number: issue } = story.world.openIssue(repo, { title: 'The policy', by: 'walt' });
    story.world.comment(repo, { number: issue, by: 'olivia', body: '/mainstay approve' });
    await story.settled();
    story.world.createRepository(`${org}/new`, { by: 'olivia' });
    await story.settled();

    expect(waiting.conclusion).not.toBe('success');
    expect(waiting.output.summary).toContain('`policy_waits`');
    expect(repaired).toBe(true);
    expect(story.replies(repo, issue).at(-1)).toContain('your approval stands');
    expect(story.rule(`${org}/new`)?.checks?.strict).toBe(false);
    expect(story.report(repo).output.summary).not.toContain('policy_waits');
  });

  test('counts at once where the owner merged it herself', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, LESS);

    story.world.mergePull(`${org}/.github`, { number, by: 'olivia' });
    await story.settled();
    story.world.createRepository(`${org}/new`, { by: 'olivia' });
    await story.settled();

    expect(story.rule(`${org}/new`)?.checks?.strict).toBe(false);
  });
});
