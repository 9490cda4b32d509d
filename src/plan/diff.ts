import { SETTINGS, type Change, type Problem, type Protection, type Setting, type Wanted } from '#model';
import { planChecks, type ChecksInput } from './checks.ts';
import { diffSetting, type SettingDiff } from './diff-setting.ts';

export type Diff = { readonly changes: readonly Change[]; readonly refusals: readonly Problem[] };

/** What the checks of the policy come to, beside what is there. */
export type Knowing = Omit<ChecksInput, 'actual'>;

/** The differences between what the policy asks and what is there. Null: no rule applies to the branch. */
export function diff(wanted: Wanted, actual: Protection | null, knowing: Knowing): Diff {
  const required = actual?.checks?.required ?? [];
  const checks = planChecks({ ...knowing, actual: required });
  const change: Change | null =
    checks.because.length === 0
      ? null
      : {
          dimension: 'required_checks',
          before: actual === null ? null : required,
          after: checks.after,
          because: checks.because.map(({ origin }) => origin),
        };
  // Up to date with what: without any required check GitHub has nothing to hold that against.
  const asked = SETTINGS.filter((setting) => setting !== 'strict' || checks.after.length > 0);
  const settings = asked.map((setting) => diffOf(setting, wanted, actual));
  return {
    changes: [change, ...settings.map((one) => one.change)].filter((one) => one !== null),
    refusals: [...checks.refusals, ...settings.map(({ refusal }) => refusal).filter((one) => one !== null)],
  };
}

function diffOf(setting: Setting, wanted: Wanted, actual: Protection | null): SettingDiff {
  return diffSetting(setting, wanted.settings[setting], { actual, extras: wanted.extras.value });
}
