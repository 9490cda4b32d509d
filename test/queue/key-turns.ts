import { keyText, type Outcome, type Wake } from '#model';
import type { Taken } from '#queue';
import { deliveriesOf, gate, SETTLED } from './house.ts';
import { wake } from './waking.ts';

/**
 * Runs that hold their keys until the last wake runs: as it goes behind all others, whatever else could have begun
 * has begun by then. A key that begins while it is held is a clash.
 */
export function keyTurns(keys: number) {
  const running = new Set<string>();
  const clashes: string[] = [];
  const answered: string[] = [];
  const [all, last] = [gate(), gate()];
  async function run(taken: Taken): Promise<Outcome> {
    const key = keyText(taken.key);
    if (running.has(key)) clashes.push(key);
    running.add(key);
    if (key === 'repo:acme/last' || clashes.length > 0) last.open();
    if (running.size === keys) all.open();
    await last.opened;
    running.delete(key);
    answered.push(...deliveriesOf(taken));
    return SETTLED;
  }
  const lastWake: Wake = wake('last', 'n-last', { priority: 'sweep' });
  /** Resolves when so many keys run at once. */
  return { run, clashes, answered, lastWake, allRun: all.opened };
}
