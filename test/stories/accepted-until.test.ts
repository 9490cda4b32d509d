import { beforeAll, expect, test } from '@jest/globals';
import { FIVE, openStory } from './open-story.ts';

const DAY = 86_400_000;
/** Mainstay's clock beside the one that its queue wakes by: an acceptance ends half a second after it was given. */
let offset = 500 - DAY;
const story = openStory({ now: () => new Date(Date.now() + offset) });
const CI = '.github/workflows/ci.yml';

function ci(...jobs: readonly string[]): string {
  const lines = jobs.map((job) => `  ${job}: { runs-on: ubuntu-latest, steps: [{ run: make }] }\n`);
  return `on: [pull_request]\njobs:\n${lines.join('')}`;
}

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

/** Resolves when the pull request has an answer, and all that can be done at once was done. */
async function answered(repo: string, number: number): Promise<void> {
  while (story.replies(repo, number).length === 0) {
    await story.github.delivered();
    await story.house.mainstay().idle();
  }
}

test('An accepted check is required again when the time is over, with nothing else happening', async () => {
  const repo = 'acme/patient';
  story.repository(repo, { from: { files: { [CI]: ci(...FIVE) } } });
  await story.settled();
  const others = FIVE.filter((job) => job !== 'lint');
  story.world.push(repo, { by: 'walt', branch: 'topic', files: { [CI]: ci(...others, 'style') } });
  const { number } = story.world.openPull(repo, { title: 'Style', by: 'walt', branch: 'topic' });
  await story.settled();
  story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
  await answered(repo, number);

  offset = 0;
  await story.settled();

  const told = story.reports(repo).map(({ output }) => output.summary?.includes('check_waived'));
  expect(told.slice(-2)).toEqual([true, false]);
  expect(story.required(repo)).toContain('lint');
});
