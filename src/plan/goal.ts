import type { Change, Protection } from '#model';

/** What a new rule holds before anything is asked of it: GitHub's defaults. */
const NO_PROTECTION: Protection = {
  checks: null,
  includeAdmins: false,
  reviews: null,
  pushers: null,
  blockCreations: false,
  allowForcePushes: false,
  forcePushers: [],
  allowDeletions: false,
  linearHistory: false,
  signatures: false,
  conversationResolution: false,
  lockBranch: false,
  allowForkSyncing: false,
  deployments: null,
};

/** The protection with the changes made: everything else exactly as found. */
export function goalOf(actual: Protection | null, changes: readonly Change[]): Protection {
  return changes.reduce(withChange, actual ?? NO_PROTECTION);
}

function withChange(goal: Protection, change: Change): Protection {
  switch (change.dimension) {
    case 'required_checks':
      return { ...goal, checks: { strict: goal.checks?.strict ?? false, required: change.after } };
    case 'strict':
      return { ...goal, checks: { strict: change.after, required: goal.checks?.required ?? [] } };
    case 'include_admins':
      return { ...goal, includeAdmins: change.after };
    case 'force_pushes':
      return { ...goal, allowForcePushes: !change.after };
    case 'deletions':
      return { ...goal, allowDeletions: !change.after };
  }
}
