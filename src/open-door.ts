import { createSite, listen, WEBHOOK_PATH, type Listening } from '#http';
import type { Log } from '#model';
import type { Queue } from '#queue';
import type { Recovery } from '#recovery';
import type { Settings } from '#settings';
import type { Store } from '#store';
import { isWaking } from '#wake';
import type { AppWatch } from './app-watch.ts';
import type { SweepClock } from './open-clock.ts';
import type { Deliver } from './open-recovery.ts';
import { followProxy } from './smee.ts';

export type DoorParts = {
  readonly settings: Settings;
  readonly webhookSecrets: Parameters<typeof createSite>[0]['secrets'];
  readonly store: Pick<Store, 'ready'>;
  readonly queue: Pick<Queue, 'depth'>;
  readonly watch: AppWatch;
  readonly recovery: Pick<Recovery, 'point'>;
  readonly clock: Pick<SweepClock, 'detail'>;
  readonly deliver: Deliver;
  readonly log: Log;
  /** What is open, each with how it is closed again. */
  readonly close: (() => Promise<void>)[];
};

/** With what a run is given to end, below the ten seconds that container hosts wait before they kill. */
const GRACE_MS = 2_000;

/** Opens the door to the street; where a proxy is set, what arrives there comes in by it as well. */
export async function openDoor(parts: DoorParts): Promise<Listening> {
  const { settings, webhookSecrets, deliver, recovery, clock, log, close } = parts;
  const site = createSite({
    secrets: webhookSecrets,
    needs: isWaking,
    deliver,
    ready: () => readiness(parts),
    detail: () => ({ recovery: recovery.point() ?? { at: null, upTo: null }, sweep: clock.detail() }),
    log,
  });
  const door = await listen(site, settings);
  close.push(() => door.close(GRACE_MS));
  if (settings.webhookProxyUrl !== null) {
    close.push(await followProxy(settings.webhookProxyUrl, `${door.url}${WEBHOOK_PATH}`, log));
  }
  return door;
}

async function readiness({ store, queue, watch }: Pick<DoorParts, 'store' | 'queue' | 'watch'>) {
  const [database, tokens, app] = await Promise.allSettled([store.ready(), queue.depth(), watch.state()]);
  return {
    database: database.status === 'fulfilled' && database.value,
    queue: tokens.status === 'fulfilled',
    // Without GitHub deliveries are stored all the same, so this is told and makes nobody unready.
    github: app.status === 'fulfilled' ? app.value : 'unknown',
  };
}
