import type { BranchRule, Protection, RuleFields, Write } from '#model';

/**
 * The rule that applies to a branch once GitHub has made a write, as GitHub documents each of them: a patch touches
 * the checks alone, an update the given fields alone, a PUT replaces the rule, and an exact rule made beside a
 * wildcard is the one that counts. Throws where GitHub would refuse.
 * https://docs.github.com/en/rest/branches/branch-protection
 */
export function ruleAfter(before: BranchRule | null, write: Write): BranchRule {
  switch (write.by) {
    case 'patch-checks':
      return patched(before, write);
    case 'update-rule':
      if (before?.id !== write.rule) throw new Error('Could not resolve to a node with that id');
      return { ...before, protection: updated(before.protection, write.fields) };
    case 'put-protection':
      return { id: 'BPR_put', pattern: write.branch, protection: replaced(before, write) };
    case 'create-rule':
      if (before?.pattern === write.pattern) throw new Error('Name already protected');
      return { id: 'BPR_created', pattern: write.pattern, protection: visible(write.protection) };
    default:
      throw new Error(`${write.by} leaves no rule`);
  }
}

type By<K extends Write['by']> = Extract<Write, { readonly by: K }>;

function patched(before: BranchRule | null, write: By<'patch-checks'>): BranchRule {
  if (before?.pattern !== write.branch) throw new Error('404 Branch not protected');
  const { checks } = before.protection;
  if (checks === null) throw new Error('404 Required status checks not enabled');
  const now = { strict: write.strict ?? checks.strict, required: write.checks ?? checks.required };
  return { ...before, protection: { ...before.protection, checks: now } };
}

function updated(before: Protection, fields: RuleFields): Protection {
  return {
    ...before,
    ...fields,
    checks: fields.checks ? checksAfter(before.checks, fields.checks) : before.checks,
    reviews: fields.reviews === undefined ? before.reviews : reviewsAfter(before.reviews, fields.reviews),
  };
}

function reviewsAfter(
  before: Protection['reviews'],
  fields: NonNullable<RuleFields['reviews']> | null,
): Protection['reviews'] {
  if (fields === null) return null;
  const bare = {
    count: 0,
    codeOwners: false,
    dismissStale: false,
    lastPush: false,
    dismissers: null,
    bypassers: [],
  };
  return { ...(before ?? bare), ...fields };
}

function checksAfter(
  before: Protection['checks'],
  { strict, required }: NonNullable<RuleFields['checks']>,
): Protection['checks'] {
  return { strict: strict ?? before?.strict ?? false, required: required ?? before?.required ?? [] };
}

/** A PUT has no words for signatures, deployments and who may force push: a new rule is without them. */
function replaced(before: BranchRule | null, { branch, protection }: By<'put-protection'>): Protection {
  if (before?.pattern === branch) throw new Error('A PUT over a rule would wipe what it cannot carry');
  return { ...visible(protection), signatures: false, deployments: null, forcePushers: [] };
}

function visible(protection: Protection): Protection {
  const { pushers, forcePushers, reviews } = protection;
  if ([pushers, forcePushers, reviews?.dismissers, reviews?.bypassers].includes('notVisible')) {
    throw new Error('A whole rule cannot be written with actors that are not visible');
  }
  return protection;
}
