import { describe, expect, test } from '@jest/globals';
import { API, phone, town } from './fixture.ts';
import { createLane } from '../../src/github/lane.ts';

/** A clock that only waiting moves. */
function clock() {
  let time = 0;
  function pass(ms: number): void {
    time += ms;
  }
  function sleep(ms: number): Promise<void> {
    pass(ms);
    return Promise.resolve();
  }
  return { now: () => time, sleep, pass };
}

describe('the lane of writes', () => {
  test('the first write starts at once and each further one an interval later', async () => {
    const time = clock();
    const turn = createLane(1_000, time);
    const starts: number[] = [];

    for (let n = 0; n < 3; n += 1) {
      await turn();
      starts.push(time.now());
    }

    expect(starts).toEqual([0, 1_000, 2_000]);
  });

  test('a write after a long silence does not wait', async () => {
    const time = clock();
    const turn = createLane(1_000, time);
    await turn();
    time.pass(5_000);

    await turn();

    expect(time.now()).toBe(5_000);
  });

  test('writes that come together are spread, each in its own place', async () => {
    const waits: number[] = [];
    const turn = createLane(1_000, { now: () => 0, sleep: (ms) => Promise.resolve(waits.push(ms)) });

    await Promise.all([turn(), turn(), turn()]);

    expect(waits).toEqual([1_000, 2_000]);
  });

  test('without an interval nothing waits', async () => {
    const waits: number[] = [];
    const turn = createLane(0, { now: () => 0, sleep: (ms) => Promise.resolve(waits.push(ms)) });

    await Promise.all([turn(), turn(), turn()]);

    expect(waits).toEqual([]);
  });
});

describe('on the line to GitHub', () => {
  const HOUR = 3_600_000;

  test('neither a read nor another installation waits for a write', async () => {
    const { simulator, installation } = await town();
    const { world } = simulator;
    world.addOrganisation('other', { members: { olga: 'admin' } });
    world.createRepository('other/web', { by: 'olga', from: 'readme' });
    const { id } = world.installApp('other', { by: 'olga' });
    const { github } = phone(`${simulator.url}/api/v3`, { writeIntervalMs: HOUR });
    const { reader, publisher } = github.installation(installation);
    world.openIssue('acme/api', { title: 'One', by: 'olga' });
    world.openIssue('other/web', { title: 'One', by: 'olga' });
    await publisher.comment(API, 1, 'first');

    const read = await reader.repository({ repo: API, branches: ['main'] });
    await github.installation(id).publisher.comment({ owner: 'other', name: 'web' }, 1, 'second');

    expect(read.known).toBe(true);
    expect(simulator.count()).toMatchObject({ reads: 1, reports: 2 });
    await simulator.close();
  });

  test('a write that is not answered in time is thrown, and not sent again', async () => {
    const { simulator, installation } = await town();
    const { github } = phone(`${simulator.url}/api/v3`, { timeoutMs: 100 });
    const { reader, publisher } = github.installation(installation);
    await reader.access();
    const arrivals: string[] = [];
    simulator.faults = ({ path }) => {
      arrivals.push(path);
      return { delayMs: 400 };
    };

    const answer = publisher.comment(API, 1, 'late');

    await expect(answer).rejects.toThrow('no answer');
    expect(arrivals).toEqual(['/repos/acme/api/issues/1/comments']);
    await simulator.close();
  });
});
