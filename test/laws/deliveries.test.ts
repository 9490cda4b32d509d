import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Delivery } from '#simulator';
import { startHouse, type House } from '#kit/house';
import {
  act,
  acts,
  createOrganisation,
  heldByPeople,
  heldTo,
  LOOSENING,
  repliesIn,
  REPOSITORIES,
  type Act,
} from './deliveries-people.ts';

/** What becomes of the webhooks after an act: sent now in this order and number, or kept for a later one. */
type Fate = {
  readonly later: boolean;
  readonly order: readonly number[];
  readonly twice: readonly boolean[];
};

const fates: fc.Arbitrary<Fate> = fc.record({
  later: fc.boolean(),
  order: fc.array(fc.nat({ max: 99 }), { minLength: 4, maxLength: 4 }),
  twice: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});
const stories = fc.array(fc.record({ act: acts, fate: fates }), { minLength: 3, maxLength: 9 });
/** In the end nothing is archived: GitHub lets nobody repair what is read-only. */
const GIVEN_BACK: readonly Act[] = REPOSITORIES.map((repo) => ({ repo, kind: 'unarchives' }));
const RUNS = Number(process.env['LAW_RUNS'] ?? 8);

/** More than an hour lies between two acts: whoever changes a setting back more often is a second manager. */
const APART_MS = 61 * 60_000;

let house: House;
let worlds = 0;
let later = 0;
beforeAll(async () => {
  house = await startHouse({ logLevel: 'warn', now: () => new Date(Date.now() + later) });
});
afterAll(() => house.close());

describe('whatever order GitHub delivers in, and however often', () => {
  test(
    'all ends in the same protections as in order, with what people tightened, and few writes',
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          const all = [...story.map((one) => one.act), ...GIVEN_BACK];
          worlds += 1;
          const [calm, stormy] = [`calm-${worlds}`, `stormy-${worlds}`];
          await found(calm, stormy);

          for (const one of all) await inOrder(calm, one);
          const since = house.github.exchanges.length;
          for (const { act: one, fate } of story) await inAnyOrder(stormy, one, fate);
          for (const one of GIVEN_BACK) await inAnyOrder(stormy, one, EVERYTHING);
          await allAgain(stormy);

          for (const repo of REPOSITORIES) {
            const held = heldTo(house.github, stormy, repo);
            expect(held).toEqual(heldTo(house.github, calm, repo));
            expect(held).toEqual(heldByPeople(all, repo));
          }
          expect(repliesIn(house.github, stormy)).toBe(repliesIn(house.github, calm));
          const loosened = all.filter(({ kind }) => LOOSENING.has(kind)).length;
          expect(house.github.count({ since }).writes).toBeLessThanOrEqual(loosened);
        }),
        { numRuns: RUNS },
      );
      expect(house.log()).toBe('');
    },
    60_000 + RUNS * 5_000,
  );
});

/** Two organisations of the same kind, protected by an installation that has come to rest. */
async function found(...orgs: readonly string[]): Promise<void> {
  house.github.webhooks.policy = () => 'send';
  for (const org of orgs) createOrganisation(house.github, org);
  await house.settled();
}

async function inOrder(org: string, one: Act): Promise<void> {
  house.github.webhooks.policy = () => 'send';
  later += APART_MS;
  act(house.github, org, one);
  await house.settled();
}

const EVERYTHING: Fate = { later: false, order: [3, 1, 2, 0], twice: [true, false, false, true] };

/**
 * Everything is held back, the echoes of Mainstay's own writes as well, until some act lets all of it go at once.
 * People act while Mainstay rests: GitHub has no conditional write, so that whatever somebody sets in the
 * milliseconds between Mainstay's read and its write of the same dimension is overwritten, and nobody is told.
 */
async function inAnyOrder(org: string, one: Act, fate: Fate): Promise<void> {
  const { webhooks } = house.github;
  webhooks.policy = () => 'hold';
  later += APART_MS;
  act(house.github, org, one);
  if (fate.later) return;
  const again: string[] = [];
  webhooks.release((held) => {
    again.push(...held.filter((_, index) => fate.twice[index % 4]).map(({ guid }) => guid));
    return shuffled(held, fate.order);
  });
  for (const guid of again) webhooks.redeliver(guid);
  await house.settled();
}

/** What is still held goes out, and then whatever was ever sent once more, under the guid it had. */
async function allAgain(org: string): Promise<void> {
  const { webhooks, deliveries } = house.github;
  webhooks.policy = () => 'send';
  webhooks.release();
  for (const { guid, text } of deliveries) if (text.includes(`"${org}/`)) webhooks.redeliver(guid);
  await house.settled();
}

function shuffled(held: readonly Delivery[], order: readonly number[]): readonly Delivery[] {
  const placed = held.map((delivery, index) => ({
    delivery,
    place: (order[index % order.length] ?? 0) * 7919 + index * 31,
  }));
  return placed.sort((a, b) => (a.place % 97) - (b.place % 97)).map(({ delivery }) => delivery);
}
