import { isUnionType } from 'graphql';
import type { RulesetRule } from '../../world/ruleset-state.ts';
import { githubSchema } from '../schema.ts';

/** REST's parameters with GraphQL's names; null for a type that the schema's `RuleParameters` does not hold. */
export function parametersOf({ type, parameters }: RulesetRule): unknown {
  const name = `${camelCase(`_${type}`)}Parameters`;
  if (parameters === undefined || !isKnown(name)) return null;
  return { __typename: name, ...DEFAULTS[type], ...(camelCased(parameters) as object) };
}

const PATTERN = { name: null, negate: false };

/** What REST may leave out, as GraphQL has it then. */
const DEFAULTS: Readonly<Record<string, object>> = {
  required_status_checks: { doNotEnforceOnCreate: false, strictRequiredStatusChecksPolicy: false },
  pull_request: {
    allowedMergeMethods: null,
    dismissStaleReviewsOnPush: false,
    requireCodeOwnerReview: false,
    requireLastPushApproval: false,
    requiredApprovingReviewCount: 0,
    requiredReviewThreadResolution: false,
  },
  update: { updateAllowsFetchAndMerge: false },
  workflows: { doNotEnforceOnCreate: false },
  commit_message_pattern: PATTERN,
  commit_author_email_pattern: PATTERN,
  committer_email_pattern: PATTERN,
  branch_name_pattern: PATTERN,
  tag_name_pattern: PATTERN,
};

function isKnown(name: string): boolean {
  const union = githubSchema().getType('RuleParameters');
  return isUnionType(union) && union.getTypes().some((type) => type.name === name);
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [camelCase(key), camelCased(inner)] as const);
  const renamed = Object.fromEntries(entries);
  if ('context' in renamed) return { integrationId: null, ...renamed };
  return 'repositoryId' in renamed ? { ref: null, sha: null, ...renamed } : renamed;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
