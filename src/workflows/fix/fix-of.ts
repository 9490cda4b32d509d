import type { Fix, ReasonCode } from '#model';
import type { Ailment } from './ailment.ts';
import { activityFix, branchFix, pathFix, triggerFix } from './trigger-fix.ts';
import { ambiguousFix, conditionFix, dynamicFix, needsFix, vacuousFix } from './job-fix.ts';
import { nameFix, sourceFix } from './name-fix.ts';

type Mend = (ailment: Ailment) => Fix | null;

/** Every reason has its way out; the compiler asks for one when a reason is added. */
const FIXES: Readonly<Record<ReasonCode, Mend>> = {
  'activity-types': activityFix,
  'always-skipped': conditionFix,
  'ambiguous-check': ambiguousFix,
  'ambiguous-context': ambiguousFix,
  'branch-filter': branchFix,
  'broken-workflow': brokenFix,
  condition: conditionFix,
  'dynamic-name': dynamicFix,
  event: triggerFix,
  external: () => null,
  forks: triggerFix,
  'head-branch': triggerFix,
  'job-name': nameFix,
  'matrix-name': nameFix,
  'missing-reusable': dynamicFix,
  'needs-skip': needsFix,
  'no-job': sourceFix,
  'path-filter': pathFix,
  'skipped-name': nameFix,
  'unverified-event': triggerFix,
  vacuous: vacuousFix,
  'workflow-name': nameFix,
};

/** How to mend what is wrong with a check; null where nothing is, or nobody here can. */
export function fixOf(ailment: Ailment): Fix | null {
  return ailment.code === null ? null : FIXES[ailment.code](ailment);
}

function brokenFix({ worst }: Ailment): Fix | null {
  const file = worst?.reasons[0]?.file;
  return file === undefined
    ? null
    : { text: `Mend ${file}: its problems are listed with their lines.`, patch: null };
}
