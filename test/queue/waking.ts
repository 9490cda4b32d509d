import type { Wake } from '#model';

/** A wake of a repository of acme by a delivery. */
export function wake(repository: string, delivery: string, more: Partial<Wake> = {}): Wake {
  return {
    key: { kind: 'repo', repo: { owner: 'Acme', name: repository } },
    installation: 1,
    cause: { delivery, event: 'push', actor: { login: 'olga', bot: false } },
    priority: 'live',
    ...more,
  };
}
