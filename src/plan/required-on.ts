import type { BranchState, RequiredContext } from '#model';
import { projectRules } from './project.ts';

/** Every context that a merge into the branch waits for, whoever requires it: the classic rule, and each ruleset. */
export function requiredOn({ rule, rulesets }: BranchState): readonly RequiredContext[] {
  const classic = (rule.known && rule.value?.protection.checks?.required) || [];
  const others = rulesets.known
    ? rulesets.value.flatMap(({ rules }) => projectRules(rules).checks?.required ?? [])
    : [];
  const all = [...classic, ...others];
  return all.filter(
    (one, index) =>
      all.findIndex(({ context, source }) => context === one.context && source === one.source) === index,
  );
}
