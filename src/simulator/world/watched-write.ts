import { isDeepStrictEqual } from 'node:util';
import { effectiveProtection } from './effective-protection.ts';
import { fullNameOf } from './lookup.ts';
import type { ProtectionWrite } from './protection-write.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

export type WriteListener = (write: ProtectionWrite) => void;

export function watchWrites({ writeListeners }: State, listener: WriteListener): () => void {
  writeListeners.add(listener);
  return () => void writeListeners.delete(listener);
}

type Where = {
  readonly by: Person;
  /** All whose protection it may change. */
  readonly over: () => Iterable<Repository>;
};

/** Does it. Where the app does it and somebody watches, tells what it changed in each repository. */
export function watchedWrite(state: State, { by, over }: Where, change: () => void): void {
  const { writeListeners, app } = state;
  if (writeListeners.size === 0 || by.login !== `${app.slug}[bot]`) {
    change();
    return;
  }
  const repositories = [...over()];
  const before = repositories.map((one) => effectiveProtection(state, one));
  change();
  for (const [index, repository] of repositories.entries()) {
    const write = {
      repository: fullNameOf(repository),
      before: before[index] ?? {},
      after: effectiveProtection(state, repository),
    };
    if (isDeepStrictEqual(write.before, write.after)) continue;
    for (const listener of writeListeners) listener(write);
  }
}
