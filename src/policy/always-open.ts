import type { Wanted } from '#model';

/**
 * What is wanted of the repository that holds the policy: never anything by which the policy could not be changed
 * any more. A check is required there only once a workflow there can report it, nothing locks the branch or waits
 * for a deployment, somebody may always push, and nobody can pause it.
 */
export function alwaysOpen(wanted: Wanted): Wanted {
  const { settings } = wanted;
  const push = settings.push?.value.length === 0 ? null : settings.push;
  return {
    ...wanted,
    checks: wanted.checks.map((check) => ({ ...check, when: 'ready' })),
    settings: { ...settings, lock_branch: null, deployments: null, push },
    pause: { ...wanted.pause, by: { value: 'nobody', origin: null } },
  };
}
