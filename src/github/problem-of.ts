import type { Problem, ProblemCode } from '#model';
import { isSuspension, type Failure } from './failure.ts';

type Row = { readonly status: readonly number[]; readonly words: RegExp; readonly code: ProblemCode };

/**
 * GitHub says with one status several things, so the words decide; the first row that fits counts. A GraphQL error
 * without a type counts as 422.
 */
const TABLE: readonly Row[] = [
  { status: [403, 404, 422], words: /^Branch not found/i, code: 'branch_missing' },
  {
    status: [403, 422],
    words: /upgrade to github|make this repository public/i,
    code: 'upgrade_or_public_required',
  },
  { status: [403, 422], words: /archived/i, code: 'repository_archived' },
  {
    status: [403, 422, 451],
    words: /access blocked|repository (?:is |has been )?disabled/i,
    code: 'repository_disabled',
  },
  { status: [403, 422], words: /resource not accessible by/i, code: 'permission_missing' },
  { status: [403], words: /not accessible by|must have admin|permission/i, code: 'permission_missing' },
  { status: [404], words: /^Not Found$|could not resolve to a repository/i, code: 'repository_not_found' },
];

/** The refusal as a problem of the catalogue; what the table does not know is `otherwise`, with GitHub's own words. */
export function problemOf(failure: Failure, otherwise: 'write_refused' | 'read_incomplete'): Problem {
  if (failure.token || isSuspension(failure)) {
    return { code: 'repository_not_found', detail: `The installation cannot be used: ${failure.message}` };
  }
  const code = codeOf(failure) ?? otherwise;
  const needs = failure.needs === null ? '' : ` (it asks for ${failure.needs})`;
  const words = `GitHub answered ${failure.status}: ${failure.message}`;
  return { code, detail: code === 'permission_missing' ? `${words}${needs}` : words };
}

/** The same said of an organisation's rulesets, which the words about a plan are then about. */
export function orgProblemOf(problem: Problem): Problem {
  return problem.code === 'upgrade_or_public_required'
    ? { ...problem, code: 'org_rulesets_not_offered' }
    : problem;
}

function codeOf({ status, message, needs }: Failure): ProblemCode | null {
  const row = TABLE.find((each) => each.status.includes(status) && each.words.test(message));
  if (row) return row.code;
  return status === 403 && needs !== null ? 'permission_missing' : null;
}
