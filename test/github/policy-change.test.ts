import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepoName } from '#model';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
  const { world } = here.simulator;
  world.addPerson('piet');
  world.addPerson('rosa');
});
afterEach(async () => expect(await closed(here)).toEqual([]));

const FILE = '.github/mainstay.yml';

/** Piet proposes a policy. */
function propose(text: string, branch = 'policy'): number {
  const { world } = here.simulator;
  world.push('acme/api', { by: 'piet', branch, files: { [FILE]: text } });
  return world.openPull('acme/api', { title: 'A policy', by: 'piet', branch }).number;
}

function review(number: number, by: string, state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED'): number {
  return here.simulator.world.reviewPull('acme/api', { number, by, state }).id;
}

async function change(repo: RepoName = API) {
  const read = await here.doors.reader.policyChange(repo);
  if (!read.known) throw new Error(read.why.detail);
  return read.value;
}

describe('how the policy file came to be as it is', () => {
  test('is told by the pull request whose merge brought it, in one request', async () => {
    const number = propose('version: 1\n');
    review(number, 'olga', 'APPROVED');
    here.simulator.world.mergePull('acme/api', { number, by: 'rosa' });
    here.simulator.world.push('acme/api', { by: 'rosa', files: { 'a.txt': 'later' } });
    await change();
    const since = here.simulator.exchanges.length;

    expect(await change()).toEqual({ number, author: 'piet', mergedBy: 'rosa', approvedBy: ['olga'] });
    expect(here.simulator.count({ since }).total).toBe(1);
  });

  test('is no pull request where somebody pushed it, also after one was merged', async () => {
    const number = propose('version: 1\n');
    here.simulator.world.mergePull('acme/api', { number, by: 'rosa' });
    here.simulator.world.push('acme/api', { by: 'rosa', files: { [FILE]: 'version: 1\nchecks: []\n' } });

    expect(await change()).toBeNull();
  });

  test('is nothing where there never was such a file, nor in an empty repository', async () => {
    here.simulator.world.createRepository('acme/new', { by: 'olga', from: 'empty' });

    expect([await change(), await change({ owner: 'acme', name: 'new' })]).toEqual([null, null]);
  });

  test('is unknown to an installation that may not see pull requests', async () => {
    const number = propose('version: 1\n');
    here.simulator.world.mergePull('acme/api', { number, by: 'rosa' });
    here.simulator.world.privatize('acme/api', { by: 'olga' });
    here.simulator.world.changePermissions('acme', { by: 'olga', permissions: { contents: 'read' } });

    const read = await here.doors.reader.policyChange(API);

    expect(read).toMatchObject({ known: false, why: { code: 'permission_missing' } });
  });
});

describe('an approval of a policy', () => {
  /** Who approved by the time of the merge and who counts when the pull request is open, then merged. */
  async function approvers(number: number) {
    const open = await here.doors.reader.pull(API, number);
    here.simulator.world.mergePull('acme/api', { number, by: 'rosa' });
    return [open.known && open.value.approvedBy, (await change())?.approvedBy];
  }

  test('counts by whoever gave it, and a later remark of theirs leaves it', async () => {
    const number = propose('version: 1\n');
    review(number, 'olga', 'APPROVED');
    review(number, 'rosa', 'APPROVED');
    review(number, 'rosa', 'COMMENTED');

    expect(await approvers(number)).toEqual([
      ['olga', 'rosa'],
      ['olga', 'rosa'],
    ]);
  });

  test('of an earlier commit does not count', async () => {
    const number = propose('version: 1\n');
    review(number, 'olga', 'APPROVED');
    here.simulator.world.push('acme/api', {
      by: 'piet',
      branch: 'policy',
      files: { [FILE]: 'version: 1\nchecks: []\n' },
    });

    expect(await approvers(number)).toEqual([[], []]);
  });

  test('that was taken back or dismissed does not count', async () => {
    const number = propose('version: 1\n');
    review(number, 'olga', 'APPROVED');
    review(number, 'olga', 'CHANGES_REQUESTED');
    const dismissed = review(number, 'rosa', 'APPROVED');
    here.simulator.world.dismissReview('acme/api', { number, review: dismissed, by: 'olga' });

    expect(await approvers(number)).toEqual([[], []]);
  });

  test('after the merge does not count', async () => {
    const number = propose('version: 1\n');
    here.simulator.world.mergePull('acme/api', { number, by: 'rosa' });
    Object.assign(here.simulator.state, { now: () => Date.now() + 60_000 });
    review(number, 'olga', 'APPROVED');

    expect((await change())?.approvedBy).toEqual([]);
  });

  test('does not count for a text that the merge made of two', async () => {
    const first = propose('version: 1\n');
    const second = propose('version: 1\nmode: monitor\n', 'other');
    review(first, 'olga', 'APPROVED');
    here.simulator.world.mergePull('acme/api', { number: second, by: 'rosa' });
    here.simulator.world.push('acme/api', { by: 'rosa', branch: 'policy', files: { 'b.txt': 'b' } });
    review(first, 'olga', 'APPROVED');
    const repository = here.simulator.world.repository('acme/api');
    here.simulator.world.mergePull('acme/api', { number: first, by: 'rosa' });
    const head = repository.commits.get(repository.branches.get('main') ?? '');
    (head?.files as Map<string, string>).set(FILE, 'version: 1\n# both\n');

    expect(await change()).toMatchObject({ number: first, approvedBy: [] });
  });
});
