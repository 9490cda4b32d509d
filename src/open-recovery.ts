import type { Github } from '#github';
import type { Delivery } from '#http';
import type { Log } from '#model';
import { startRecovery, type Recovery } from '#recovery';
import type { Store } from '#store';
import { isWaking } from '#wake';

/** What arrives and what is recovered go through this one intake. Resolves when the delivery is stored. */
export type Deliver = (delivery: Delivery) => Promise<void>;

export type RecoveryParts = {
  readonly github: Github;
  readonly store: Store;
  readonly deliver: Deliver;
  readonly appId: number;
  readonly log: Log;
};

/** Recovery between GitHub and the intake, begun. */
export function openRecovery({ github, store, ...parts }: RecoveryParts): Recovery {
  return startRecovery({
    ...parts,
    deliveries: github.deliveries,
    memory: store.recovery,
    needs: isWaking,
  });
}
