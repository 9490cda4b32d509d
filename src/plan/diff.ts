import type { Change, From, Problem, Protection, RequiredContext, Wanted, WantedCheck } from '#model';
import { planChecks, type ChecksInput } from './checks.ts';

export type Diff = { readonly changes: readonly Change[]; readonly refusals: readonly Problem[] };

/** What the checks of the policy come to, beside what is there. */
export type Knowing = Omit<ChecksInput, 'actual'>;

/** The differences between what the policy asks and what is there. Null: no rule applies to the branch. */
export function diff(wanted: Wanted, actual: Protection | null, knowing: Knowing): Diff {
  const found = heldTo(actual);
  const checks = planChecks({ ...knowing, actual: found.required ?? [] });
  const changes: readonly (Change | null)[] = [
    checks.because.length === 0 ? null : requiredChecks(found.required, checks.after, checks.because),
    checks.after.length === 0 ? null : tighten('strict', wanted.strict, found.strict),
    tighten('include_admins', wanted.includeAdmins, found.includeAdmins),
    tighten('force_pushes', wanted.blockForcePushes, found.blocksForcePushes),
    tighten('deletions', wanted.blockDeletions, found.blocksDeletions),
  ];
  return { changes: changes.filter((change) => change !== null), refusals: checks.refusals };
}

type Held = {
  readonly required: readonly RequiredContext[] | null;
  readonly strict: boolean | null;
  readonly includeAdmins: boolean | null;
  readonly blocksForcePushes: boolean | null;
  readonly blocksDeletions: boolean | null;
};

/** What is held to now, each in its stricter sense; null throughout where there is no rule. */
function heldTo(actual: Protection | null): Held {
  if (actual === null) {
    return {
      required: null,
      strict: null,
      includeAdmins: null,
      blocksForcePushes: null,
      blocksDeletions: null,
    };
  }
  return {
    required: actual.checks?.required ?? [],
    strict: actual.checks?.strict ?? false,
    includeAdmins: actual.includeAdmins,
    blocksForcePushes: !actual.allowForcePushes,
    blocksDeletions: !actual.allowDeletions,
  };
}

function requiredChecks(
  before: readonly RequiredContext[] | null,
  after: readonly RequiredContext[],
  because: readonly WantedCheck[],
): Change {
  return { dimension: 'required_checks', before, after, because: because.map((check) => check.origin) };
}

/** A policy only asks for the stricter state: false is "not required", and what is stricter there stays. */
function tighten(
  dimension: Exclude<Change['dimension'], 'required_checks'>,
  wanted: From<boolean> | null,
  before: boolean | null,
): Change | null {
  if (!wanted?.value || before === true) return null;
  return { dimension, before, after: true, because: [wanted.origin] };
}
