import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyText, RateLimited, type Wake } from '#model';
import { sharesOf } from '../../src/queue/shares.ts';
import { gate, openHouse, SETTLED, type House } from './house.ts';
import { wake } from './waking.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.rest());
afterAll(() => house.close());

function sweepOf(organisation: string, installation: number, many: number): readonly Wake[] {
  return Array.from({ length: many }, (_, n) =>
    wake(`${organisation}-${n}`, organisation, { installation, priority: 'sweep' }),
  );
}

describe('Two installations', () => {
  test('do not wait for each other: one that holds its places as long as it likes leaves some', async () => {
    const held = gate();
    const done: string[] = [];
    const queue = await house.start(
      async ({ installation, key }) => {
        if (installation === 1) await held.opened;
        else done.push(keyText(key));
        if (done.length === 30) held.open();
        return SETTLED;
      },
      { concurrency: 4, perInstallation: 3 },
    );

    await queue.accept('stuck', sweepOf('stuck', 1, 50));
    await queue.accept('quick', sweepOf('quick', 2, 30));
    await queue.idle();

    expect(new Set(done).size).toBe(30);
  });

  test('a place that becomes free goes to the one with fewer keys that run', async () => {
    const gates = [gate(), gate()];
    const begun: number[] = [];
    const queue = await house.start(
      async ({ installation }) => {
        begun.push(installation);
        const own = gates[begun.length - 1];
        if (own) await own.opened;
        return SETTLED;
      },
      { concurrency: 2 },
    );
    await queue.accept('crowd', sweepOf('crowd', 1, 40));
    while (begun.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await queue.accept('one', sweepOf('one', 2, 1));

    gates[0]?.open();
    while (begun.length < 3) await new Promise((resolve) => setImmediate(resolve));
    gates[1]?.open();
    await queue.idle();

    expect(begun.indexOf(2)).toBe(2);
  });
});

describe('A key that waits for a limit', () => {
  const LATER = new Date(Date.now() + 3_600_000);

  test.each([
    ['of sweeps alone is run by a live event at once', true, 2],
    ['of all work is run by nothing before its time', false, 1],
  ])('%s', async (_, liveMay, times) => {
    const name = `limited-${liveMay}`;
    const priorities: string[] = [];
    const queue = await house.start(({ priority }) => {
      priorities.push(priority);
      if (priorities.length === 1) throw new RateLimited(LATER, 'later', liveMay);
      return Promise.resolve(SETTLED);
    });
    await queue.accept(`${name}-sweep`, [wake(name, `${name}-sweep`, { priority: 'sweep' })]);
    await queue.idle();

    await queue.accept(`${name}-live`, [wake(name, `${name}-live`)]);
    await queue.idle();

    expect(priorities).toEqual(['sweep', 'live'].slice(0, times));
    expect(await queue.depth()).toMatchObject({ parked: 0 });
  });
});

test('Nobody gets more than the places there are, nor than one installation may hold, and who has least goes first', () => {
  const running = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });
  fc.assert(
    fc.property(
      running,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (taken, concurrency, per) => {
        const counts = new Map<number, number>();
        for (const id of taken) counts.set(id, (counts.get(id) ?? 0) + 1);
        const shares = sharesOf({ concurrency, perInstallation: per, running: taken });

        for (const { most, without } of shares) {
          expect(most).toBeGreaterThan(0);
          expect(most).toBeLessThanOrEqual(concurrency - taken.length);
          for (const id of [0, 1, 2, 3, 4].filter((one) => !without.includes(one)))
            expect((counts.get(id) ?? 0) + most).toBeLessThanOrEqual(per);
        }
        const open = [...counts].filter(([, count]) => count < per).map(([id]) => id);
        if (concurrency > taken.length)
          for (const id of open) expect(shares.some(({ without }) => !without.includes(id))).toBe(true);
      },
    ),
  );
});
