import { describe, expect, test } from '@jest/globals';
import { keys, payload, POLICY_REPO, wakes } from './fixture.ts';

const REPO = ['repo:acme/api'];
const ORG = ['org:acme'];
const BOTH = ['repo:acme/.github', 'org:acme'];
const POLICY_FILE = '.github/mainstay.yml';
const account = { id: 77, account: { login: 'acme' } };
const master = { full_name: 'acme/api', default_branch: 'master' };

function commit(...modified: readonly string[]): Record<string, unknown> {
  return { added: [], modified, removed: [] };
}

describe('an installation', () => {
  test.each(['created', 'new_permissions_accepted', 'unsuspend'])(
    'that is %s is looked at as a whole',
    (action) => {
      expect(keys('installation', { action, installation: account, repository: undefined })).toEqual(ORG);
    },
  );

  test.each(['deleted', 'suspend'])('that is %s leaves nothing to look at', (action) => {
    expect(keys('installation', { action, installation: account })).toEqual([]);
  });

  test('keeps its new name when the organisation is renamed', () => {
    const renamed = { action: 'renamed', account: { login: 'Acme-Two' }, repository: undefined };

    expect(keys('installation_target', renamed)).toEqual(['org:acme-two']);
  });

  test('that is given a few repositories looks at each', () => {
    const repositories_added = [{ full_name: 'acme/one' }, { full_name: 'acme/two' }];

    const woken = keys('installation_repositories', {
      action: 'added',
      installation: account,
      repositories_added,
    });

    expect(woken).toEqual(['repo:acme/one', 'repo:acme/two']);
  });

  test('that is given many repositories is swept instead', () => {
    const repositories_added = Array.from({ length: 500 }, (_, index) => ({ full_name: `acme/r${index}` }));

    const woken = keys('installation_repositories', {
      action: 'added',
      installation: account,
      repositories_added,
    });

    expect(woken).toEqual(ORG);
  });

  test('that is given the policy repository is swept, since the policy came into sight', () => {
    const repositories_added = [{ full_name: 'acme/.github' }];

    const woken = keys('installation_repositories', {
      action: 'added',
      installation: account,
      repositories_added,
    });

    expect(woken).toEqual(BOTH);
  });
});

describe('a repository', () => {
  test.each(['created', 'renamed', 'transferred', 'unarchived', 'publicized', 'privatized'])(
    'that is %s is looked at',
    (action) => {
      expect(keys('repository', { action })).toEqual(REPO);
    },
  );

  test.each(['archived', 'deleted'])('that is %s is left alone', (action) => {
    expect(keys('repository', { action })).toEqual([]);
  });

  test('made public is looked at, whichever of the two events says so', () => {
    expect(keys('public')).toEqual(REPO);
  });

  test('whose default branch changed is looked at; one with a new description is not', () => {
    const switched = { action: 'edited', changes: { default_branch: { from: 'master' } } };
    const described = { action: 'edited', changes: { description: { from: 'old' } } };

    expect(keys('repository', switched)).toEqual(REPO);
    expect(keys('repository', described)).toEqual([]);
  });

  test('that was or becomes the policy repository concerns the whole organisation', () => {
    const away = { action: 'renamed', changes: { repository: { name: { from: '.github' } } } };
    const here = { action: 'renamed', repository: POLICY_REPO };

    expect(keys('repository', away)).toEqual(['repo:acme/api', 'org:acme']);
    expect(keys('repository', here)).toEqual(BOTH);
  });
});

describe('a push', () => {
  test('to the default branch or to main is looked at', () => {
    expect(keys('push', { ref: 'refs/heads/main', commits: [commit('a')] })).toEqual(REPO);
    expect(keys('push', { ref: 'refs/heads/master', commits: [], repository: master })).toEqual(REPO);
    expect(keys('push', { ref: 'refs/heads/main', commits: [], repository: master })).toEqual(REPO);
  });

  test('that deletes main is looked at', () => {
    expect(keys('push', { ref: 'refs/heads/main', deleted: true, commits: [] })).toEqual(REPO);
  });

  test('to another branch is named, for the policy to say whether it is one of its own', () => {
    const [woken] = wakes('push', payload({ ref: 'refs/heads/release', commits: [] }));

    expect(woken).toMatchObject({ key: { kind: 'repo' }, cause: { event: 'push', branch: 'release' } });
  });

  test('of a tag is not', () => {
    expect(keys('push', { ref: 'refs/tags/main', commits: [] })).toEqual([]);
    expect(keys('push', { ref: 'main', commits: [] })).toEqual([]);
  });

  test.each([
    ['changes the policy', { commits: [commit('README.md'), commit(POLICY_FILE)] }],
    ['is forced', { forced: true, commits: [commit('README.md')] }],
    ['deletes the branch', { deleted: true, commits: [] }],
    ['shows no commits', { commits: [] }],
    ['leaves the commits out', { commits: undefined }],
    ['is too long to be shown whole', { commits: Array.from({ length: 20 }, () => commit('README.md')) }],
    ['merges without naming files', { commits: [commit()] }],
    ['has commits without their files', { commits: [{}] }],
  ])('to the policy repository that %s concerns the whole organisation', (_, more) => {
    expect(keys('push', { ref: 'refs/heads/main', repository: POLICY_REPO, ...more })).toEqual(BOTH);
  });

  test('to the policy repository that touches other files concerns only itself', () => {
    const push = { ref: 'refs/heads/main', repository: POLICY_REPO, commits: [commit('profile/README.md')] };

    expect(keys('push', push)).toEqual(['repo:acme/.github']);
  });

  test('to the policy repository beside its default branch changes no policy', () => {
    const repository = { ...POLICY_REPO, default_branch: 'trunk' };

    expect(keys('push', { ref: 'refs/heads/main', repository, commits: [commit(POLICY_FILE)] })).toEqual([
      'repo:acme/.github',
    ]);
  });
});

describe('a branch that is created', () => {
  test('is looked at when it is the default branch or main', () => {
    expect(keys('create', { ref: 'main', ref_type: 'branch' })).toEqual(REPO);
    expect(keys('create', { ref: 'master', ref_type: 'branch', repository: master })).toEqual(REPO);
  });

  test('is named when it is another one', () => {
    const [woken] = wakes('create', payload({ ref: 'release', ref_type: 'branch' }));

    expect(woken?.cause.branch).toBe('release');
  });

  test('is not looked at when it is a tag', () => {
    expect(keys('create', { ref: 'main', ref_type: 'tag' })).toEqual([]);
  });
});

describe('a protection', () => {
  test.each([
    ['branch_protection_rule', ['created', 'edited', 'deleted']],
    ['branch_protection_configuration', ['enabled', 'disabled']],
    ['repository_ruleset', ['created', 'edited', 'deleted']],
  ])('event %s wakes its repository', (name, actions) => {
    for (const action of actions) expect(keys(name, { action })).toEqual(REPO);
  });

  test('of the policy repository is no reason to sweep the organisation', () => {
    const edited = { action: 'edited', repository: POLICY_REPO };

    expect(keys('branch_protection_rule', edited)).toEqual(['repo:acme/.github']);
  });

  test('by a ruleset of the organisation concerns all its repositories', () => {
    expect(keys('repository_ruleset', { action: 'edited', repository: undefined })).toEqual(ORG);
  });
});

describe('a wake', () => {
  test('says the installation, the delivery, the event and who did it', () => {
    const bot = { id: 9, login: 'renovate[bot]', type: 'Bot' };

    const [wake] = wakes('branch_protection_rule', payload({ action: 'edited', sender: bot }));

    expect(wake).toEqual({
      key: { kind: 'repo', repo: { owner: 'acme', name: 'api' } },
      installation: 77,
      cause: {
        delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
        event: 'branch_protection_rule.edited',
        actor: { login: 'renovate[bot]', bot: true },
      },
      priority: 'live',
    });
  });

  test('needs no sender: a loosened rule is looked at whoever did it', () => {
    const [wake] = wakes('branch_protection_rule', payload({ action: 'edited', sender: 'nobody' }));

    expect(wake?.cause.actor).toBeNull();
  });
});
