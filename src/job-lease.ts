import { AsyncLocalStorage } from 'node:async_hooks';
import type { Memory } from '#reconcile';
import type { Lease } from '#queue';

const current = new AsyncLocalStorage<Lease>();

/** Runs a job so that all it changes, however deep, asks its lease first. */
export function underLease<T>(lease: Lease, run: () => Promise<T>): Promise<T> {
  return current.run(lease, run);
}

/** Throws where the job that runs here may have lost its key to another process. Outside a job everything goes. */
export function assertHeld(): void {
  if (current.getStore()?.holds() === false) {
    throw new Error('This process may have lost the key to another one, so it changes nothing more.');
  }
}

/** The memory, in which only a job that holds its key writes. */
export function heldMemory(memory: Memory): Memory {
  return {
    ...memory,
    keepRepository: (id, remembered) => held(() => memory.keepRepository(id, remembered)),
    keepPull: (id, number, remembered) => held(() => memory.keepPull(id, number, remembered)),
    changeOrganisation: (login, change) => held(() => memory.changeOrganisation(login, change)),
    changeSweep: (login, change) => held(() => memory.changeSweep(login, change)),
    keepGoodPolicy: (owner, name, policy) => held(() => memory.keepGoodPolicy(owner, name, policy)),
    record: (entries) => held(() => memory.record(entries)),
    countCommand: (command) => held(() => memory.countCommand(command)),
  };
}

/** The same for anything else that changes something. */
export function underHeldKey<A extends unknown[], T>(
  write: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  return (...args) => held(() => write(...args));
}

async function held<T>(write: () => Promise<T>): Promise<T> {
  assertHeld();
  return write();
}
