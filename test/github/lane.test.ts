import { describe, expect, test } from '@jest/globals';
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
