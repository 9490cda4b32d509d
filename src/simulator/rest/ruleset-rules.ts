import { invalid } from '../server/refusal.ts';
import type { RulesetKind, RulesetRule } from '../world/ruleset-state.ts';
import { isObject, wrongType, type Body } from './body.ts';

const PATTERN = ['operator', 'pattern'];

/** What a rule of these types cannot do without. What the table does not name is kept as it comes. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  update: [],
  merge_queue: [
    'check_response_timeout_minutes',
    'grouping_strategy',
    'max_entries_to_build',
    'max_entries_to_merge',
    'merge_method',
    'min_entries_to_merge',
    'min_entries_to_merge_wait_minutes',
  ],
  required_deployments: ['required_deployment_environments'],
  pull_request: [
    'dismiss_stale_reviews_on_push',
    'require_code_owner_review',
    'require_last_push_approval',
    'required_approving_review_count',
    'required_review_thread_resolution',
  ],
  required_status_checks: ['required_status_checks', 'strict_required_status_checks_policy'],
  commit_message_pattern: PATTERN,
  commit_author_email_pattern: PATTERN,
  committer_email_pattern: PATTERN,
  branch_name_pattern: PATTERN,
  tag_name_pattern: PATTERN,
  workflows: ['workflows'],
  code_scanning: ['code_scanning_tools'],
  file_path_restriction: ['restricted_file_paths'],
  max_file_path_length: ['max_file_path_length'],
  file_extension_restriction: ['restricted_file_extensions'],
  max_file_size: ['max_file_size'],
};
const MOST_REVIEWS = 10;

/** The rules of a body. Types and fields that nobody knows are taken as they are: GitHub gets new ones every few months. */
export function rulesIn(body: Body, kind: RulesetKind): readonly RulesetRule[] {
  const { rules } = body;
  if (!Array.isArray(rules)) throw wrongType(body, 'rules', 'an array');
  return rules.map((rule: unknown) => ruleIn(rule, kind));
}

function ruleIn(rule: unknown, kind: RulesetKind): RulesetRule {
  if (!isObject(rule) || typeof rule['type'] !== 'string') {
    throw invalid(`Invalid rule '${JSON.stringify(rule)}'`);
  }
  const { type, parameters } = rule;
  if (kind === 'Organization' && type === 'merge_queue') throw invalid("Invalid rule 'merge_queue'");
  if (parameters !== undefined && !isObject(parameters)) throw wrongType(rule, 'parameters', 'an object');
  parametersAreWell(type, parameters ?? {});
  return { ...rule, type };
}

function parametersAreWell(type: string, parameters: Body): void {
  const missing = (REQUIRED[type] ?? []).find((key) => parameters[key] === undefined);
  if (missing !== undefined) throw invalid(`Invalid rule '${type}': "${missing}" wasn't supplied.`);
  if (type === 'required_status_checks') checksAreWell(parameters);
  if (type === 'pull_request') reviewsAreWell(parameters);
}

/** Null is no way to say "any source" here: that is a check without an `integration_id`. */
function checksAreWell(parameters: Body): void {
  const checks = parameters['required_status_checks'];
  if (!Array.isArray(checks)) throw wrongType(parameters, 'required_status_checks', 'an array');
  for (const check of checks as readonly unknown[]) {
    if (!isObject(check) || typeof check['context'] !== 'string')
      throw invalid('"context" wasn\'t supplied.');
    if ('integration_id' in check && !Number.isInteger(check['integration_id'])) {
      throw wrongType(check, 'integration_id', 'an integer');
    }
  }
}

function reviewsAreWell(parameters: Body): void {
  const count = Number(parameters['required_approving_review_count']);
  if (Number.isInteger(count) && count >= 0 && count <= MOST_REVIEWS) return;
  throw invalid(`For 'properties/required_approving_review_count', ${count} is not 0 to ${MOST_REVIEWS}.`);
}
