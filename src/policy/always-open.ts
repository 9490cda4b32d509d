import type { Wanted } from '#model';

/**
 * What is wanted of the repository that holds the policy: never anything by which the policy could not be changed
 * any more. A check is required there only once a workflow there can report it, nothing locks the branch or waits
 * for a deployment, somebody may always push, and nobody can pause it. So it has a rule of its own: the organisation's
 * one ruleset holds for every repository it covers what all of them ask for alike.
 */
export function alwaysOpen(wanted: Wanted): Wanted {
  const { settings, via } = wanted;
  const push = settings.push?.value.length === 0 ? null : settings.push;
  return {
    ...wanted,
    via: via.value === 'org-ruleset' ? { ...via, value: 'classic' } : via,
    checks: wanted.checks.map((check) => ({ ...check, when: 'ready' })),
    settings: { ...settings, lock_branch: null, deployments: null, push },
    pause: { ...wanted.pause, by: { value: 'nobody', origin: null } },
  };
}
