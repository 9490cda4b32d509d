import type { Cause, Problem, RepoMemory } from '#model';

type SwitchedOff = RepoMemory['protectionsDisabled'];

const DISABLED = 'branch_protection_configuration.disabled';
const ENABLED = 'branch_protection_configuration.enabled';

/** Whether all protections are said to be off: what is remembered, then what the events of this run say in turn. */
export function saidSwitchedOff(before: SwitchedOff, causes: readonly Cause[], now: Date): SwitchedOff {
  return causes.reduce<SwitchedOff>((state, cause) => {
    if (cause.event === DISABLED) return { by: cause.actor, since: now.toISOString() };
    return cause.event === ENABLED ? null : state;
  }, before);
}

/** The refusal that keeps hands off while the switch is off. */
export function switchedOffProblem(state: SwitchedOff): Problem | null {
  if (state === null) return null;
  const by = state.by === null ? '' : ` by ${state.by.login}`;
  return { code: 'protections_disabled', detail: `Switched off${by}, noticed ${state.since}.` };
}
