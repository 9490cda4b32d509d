import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql } from '#kit/contract-client';
import { startAcme, type Acme } from './acme.ts';

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
});

afterEach(() => acme.github.close());

async function asked(query: string): Promise<{ readonly data: unknown; readonly cost: number }> {
  const { data, errors } = await askGraphql(acme.ask, `{ rateLimit { cost } ${query} }`);
  expect(errors).toEqual([]);
  const { rateLimit, ...rest } = data as { readonly rateLimit: { readonly cost: number } };
  return { data: rest, cost: rateLimit.cost };
}

function inApi(fields: string): string {
  return `repository(owner: "acme", name: "api") { ${fields} }`;
}

/** A pull request of Walt's that adds a file. */
function openPull(branch = 'topic'): number {
  acme.world.push('acme/api', { branch, files: { [`${branch}.txt`]: '1\n' }, by: 'walt' });
  return acme.world.openPull('acme/api', { branch, title: branch, by: 'walt' }).number;
}

describe('the reviews of a pull request', () => {
  const REVIEWS = `pullRequest(number: 1) { headRefOid
    reviews(first: 10) { nodes { author { login } state commit { oid } } }
    latestReviews(first: 10) { nodes { author { login } state } }
    latestOpinionatedReviews(first: 10, writersOnly: true) { nodes { author { login } state } } }`;

  test('stay with the commit that was reviewed, whatever is pushed later', async () => {
    const number = openPull();
    const { sha } = acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'APPROVED' });
    const head = acme.world.push('acme/api', { branch: 'topic', files: { b: '2' }, by: 'walt' });

    const { data } = await asked(inApi(REVIEWS));

    expect(head).not.toBe(sha);
    expect(data).toMatchObject({
      repository: {
        pullRequest: {
          headRefOid: head,
          reviews: { nodes: [{ author: { login: 'mia' }, state: 'APPROVED', commit: { oid: sha } }] },
        },
      },
    });
  });

  test('are told of each person the latest, comments and dismissals as GitHub counts them', async () => {
    const number = openPull();
    acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'CHANGES_REQUESTED' });
    const { id } = acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'APPROVED' });
    acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'COMMENTED' });
    acme.world.reviewPull('acme/api', { number, by: 'rosa', state: 'APPROVED' });
    const before = await asked(inApi(REVIEWS));
    acme.world.dismissReview('acme/api', { number, review: id, by: 'olivia' });
    const after = await asked(inApi(REVIEWS));

    const mia = { login: 'mia' };
    expect(before.data).toMatchObject({
      repository: {
        pullRequest: {
          latestReviews: { nodes: [{ author: mia, state: 'COMMENTED' }, { author: { login: 'rosa' } }] },
          latestOpinionatedReviews: { nodes: [{ author: mia, state: 'APPROVED' }] },
        },
      },
    });
    expect(after.data).toMatchObject({
      repository: {
        pullRequest: { latestOpinionatedReviews: { nodes: [{ author: mia, state: 'DISMISSED' }] } },
      },
    });
  });
});

describe('the history of a file', () => {
  test('holds the commits that touched it, the newest first, and how each came in', async () => {
    acme.world.push('acme/api', { files: { '.github/mainstay.yml': 'v1' }, by: 'olivia', message: 'first' });
    acme.world.push('acme/api', { files: { 'other.txt': '1' }, by: 'mia', message: 'other' });
    acme.world.push('acme/api', { branch: 'policy', files: { '.github/mainstay.yml': 'v2' }, by: 'walt' });
    const { number } = acme.world.openPull('acme/api', { branch: 'policy', title: 'Policy', by: 'walt' });
    acme.world.reviewPull('acme/api', { number, by: 'olivia', state: 'APPROVED' });
    acme.world.mergePull('acme/api', { number, by: 'mia' });

    const { data } = await asked(
      inApi(`defaultBranchRef { target { ... on Commit { history(first: 5, path: ".github/mainstay.yml") {
        totalCount nodes { messageHeadline author { user { login } } associatedPullRequests(first: 5) { nodes {
          number author { login } mergedBy { login } headRefOid
          reviews(first: 5) { nodes { author { login } state commit { oid } } } } } } } } } }`),
    );

    const headRefOid = acme.world.repository('acme/api').issues.get(number)?.pull?.headSha;
    const reviews = {
      nodes: [{ author: { login: 'olivia' }, state: 'APPROVED', commit: { oid: headRefOid } }],
    };
    const pull = { number, author: { login: 'walt' }, mergedBy: { login: 'mia' }, headRefOid, reviews };
    expect(data).toMatchObject({
      repository: {
        defaultBranchRef: {
          target: {
            history: {
              totalCount: 2,
              nodes: [
                {
                  messageHeadline: `Merge pull request #${number}`,
                  associatedPullRequests: { nodes: [pull] },
                },
                {
                  messageHeadline: 'first',
                  author: { user: { login: 'olivia' } },
                  associatedPullRequests: { nodes: [] },
                },
              ],
            },
          },
        },
      },
    });
  });

  test('of a folder also holds the commit that emptied it', async () => {
    acme.world.push('acme/api', { files: { 'docs/a.md': '1' }, by: 'mia' });
    acme.world.push('acme/api', { deletes: ['docs/a.md'], by: 'mia' });

    const { data } = await asked(
      inApi(
        'object(expression: "main") { ... on Commit { history(first: 5, path: "docs") { totalCount } } }',
      ),
    );

    expect(data).toEqual({ repository: { object: { history: { totalCount: 2 } } } });
  });
});

test('a commit on a branch belongs to the pull requests that hold it, also open ones', async () => {
  openPull();
  const head = acme.world.push('acme/api', { branch: 'topic', files: { b: '2' }, by: 'walt' });
  const first = acme.world.repository('acme/api').commits.get(head)?.parents[0] ?? '';

  const { data } = await asked(
    inApi(
      `object(oid: "${first}") { ... on Commit { associatedPullRequests(first: 5) { nodes { number } } } }`,
    ),
  );

  expect(data).toEqual({ repository: { object: { associatedPullRequests: { nodes: [{ number: 1 }] } } } });
});

describe('the members of an organisation', () => {
  const MEMBERS =
    'organization(login: "acme") { membersWithRole(first: 10) { totalCount edges { role node { login } } } }';

  test('are told with their roles, as they are now', async () => {
    acme.world.addPerson('nora');
    acme.world.setMember('acme', { who: 'nora', role: 'member', by: 'olivia' });
    acme.world.setMember('acme', { who: 'mia', role: 'admin', by: 'olivia' });
    acme.world.removeMember('acme', { who: 'rosa', by: 'olivia' });

    const { data } = await asked(MEMBERS);

    expect(data).toMatchObject({
      organization: {
        membersWithRole: {
          totalCount: 4,
          edges: [
            { role: 'ADMIN', node: { login: 'olivia' } },
            { role: 'ADMIN', node: { login: 'mia' } },
            { role: 'MEMBER', node: { login: 'walt' } },
            { role: 'MEMBER', node: { login: 'nora' } },
          ],
        },
      },
    });
  });

  test('are refused, not shortened, without the permission', async () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    const { errors } = await askGraphql(acme.ask, `{ ${MEMBERS} }`);

    expect(errors).toMatchObject([{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]);
  });
});

test('the language and the topics of a repository are those that it was given', async () => {
  acme.world.setLanguage('acme/api', { language: 'TypeScript' });
  acme.world.setTopics('acme/api', { topics: ['service'], by: 'mia' });

  const { data } = await asked(
    inApi('isFork primaryLanguage { name } repositoryTopics(first: 5) { nodes { topic { name } } }'),
  );

  expect(data).toEqual({
    repository: {
      isFork: false,
      primaryLanguage: { name: 'TypeScript' },
      repositoryTopics: { nodes: [{ topic: { name: 'service' } }] },
    },
  });
});

test('histories, reviews, members and actors are paid for like every other list', async () => {
  const reviewed = await asked(
    inApi(`defaultBranchRef { target { ... on Commit { history(first: 50, path: "a") { nodes {
      associatedPullRequests(first: 10) { nodes { reviews(first: 20) { totalCount } } } } } } } }`),
  );
  const bypassed = await asked(
    inApi(
      'rulesets(first: 100) { nodes { rules(first: 10) { totalCount } bypassActors(first: 10) { totalCount } } }',
    ),
  );
  const members = await asked('organization(login: "acme") { membersWithRole(first: 100) { totalCount } }');

  // 1 + 50 + 500, and 1 + 100 + 100 requests; a hundred are a point.
  expect([reviewed.cost, bypassed.cost, members.cost]).toEqual([6, 2, 1]);
});
