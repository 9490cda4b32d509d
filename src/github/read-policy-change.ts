import { z } from 'zod';
import { type Known, POLICY_PATH, type RepoName } from '#model';
import type { PolicyChange } from '#observe';
import { connection } from './connection.ts';
import { holeAt, unknownBecause } from './holes.ts';
import { problemOf } from './problem-of.ts';
import { review } from './pull-shape.ts';
import type { Session } from './session.ts';

/** The newest commit that touched the policy file, and the pull requests that it is of. Variables: owner, name. */
export const POLICY_CHANGE_QUERY = `query PolicyChange($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { defaultBranchRef { name target { ... on Commit {
      file(path: "${POLICY_PATH}") { oid }
      history(first: 1, path: "${POLICY_PATH}") { nodes { oid
        associatedPullRequests(first: 20) { totalCount nodes {
          number merged mergedAt author { login } mergedBy { login } baseRefName headRefOid mergeCommit { oid }
          commits(last: 1) { nodes { commit { oid file(path: "${POLICY_PATH}") { oid } } } }
          latestOpinionatedReviews(first: 50) { nodes { state author { login } commit { oid } submittedAt } } } } } } } } } }
  }`;

const oid = z.object({ oid: z.string() });
const login = z.object({ login: z.string() }).nullish();
const pull = z.object({
  number: z.number(),
  merged: z.boolean(),
  mergedAt: z.string().nullable(),
  author: login,
  mergedBy: login,
  baseRefName: z.string(),
  headRefOid: z.string(),
  mergeCommit: oid.nullish(),
  commits: connection(z.object({ commit: oid.extend({ file: oid.nullish() }) })),
  latestOpinionatedReviews: connection(review.extend({ submittedAt: z.string().nullish() })),
});
type Pull = z.infer<typeof pull>;

const commit = oid.extend({
  associatedPullRequests: z
    .object({ totalCount: z.number(), nodes: z.array(pull) })
    .refine(({ totalCount, nodes }) => totalCount === nodes.length),
});
const branch = z.object({
  name: z.string(),
  target: z.object({ file: oid.nullish(), history: z.object({ nodes: z.array(commit) }) }),
});
const answered = z.object({ repository: z.object({ defaultBranchRef: branch.nullable() }) });

/**
 * One query. Reviews count only where the merged file is the reviewed one: a merge of two sides can make a third text
 * that nobody saw. What is not shown whole is unknown, since an approval hangs on it.
 */
export async function readPolicyChange(
  session: Session,
  { owner, name }: RepoName,
): Promise<Known<PolicyChange | null>> {
  const answer = await session.query(POLICY_CHANGE_QUERY, { owner, name });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const { data, errors } = answer.data;
  const parsed = answered.safeParse(data);
  if (!parsed.success || errors.length > 0) {
    return { known: false, why: unknownBecause("the policy file's history", holeAt(errors, ['repository'])) };
  }
  const found = parsed.data.repository.defaultBranchRef;
  const newest = found?.target.history.nodes[0];
  if (!found || !newest) return { known: true, value: null };
  const merged = mergedBy(newest, found.name);
  return { known: true, value: merged && changeOf(merged, found.target.file?.oid) };
}

/** The one whose merge made the commit; else, of those that the commit came with, the first that was merged there. */
function mergedBy(
  { oid: sha, associatedPullRequests: { nodes } }: z.infer<typeof commit>,
  base: string,
): Pull | null {
  const merged = nodes.filter((one) => one.merged && one.baseRefName === base);
  const [first] = merged.toSorted((one, other) => timeOf(one) - timeOf(other));
  return merged.find(({ mergeCommit }) => mergeCommit?.oid === sha) ?? first ?? null;
}

function timeOf({ mergedAt }: Pull): number {
  return Date.parse(mergedAt ?? '');
}

function changeOf(merged: Pull, file: string | undefined): PolicyChange {
  return {
    number: merged.number,
    author: merged.author?.login ?? null,
    mergedBy: merged.mergedBy?.login ?? null,
    approvedBy: isAsReviewed(merged, file) ? approversOf(merged) : [],
  };
}

function isAsReviewed({ commits, headRefOid }: Pull, file: string | undefined): boolean {
  const head = commits?.nodes?.[0]?.commit;
  return head?.oid === headRefOid && file !== undefined && head.file?.oid === file;
}

function approversOf(merged: Pull): readonly string[] {
  return (merged.latestOpinionatedReviews?.nodes ?? []).flatMap((one) => {
    if (one?.state !== 'APPROVED' || one.commit?.oid !== merged.headRefOid) return [];
    const stood = Date.parse(one.submittedAt ?? '') <= timeOf(merged);
    return stood && one.author ? [one.author.login] : [];
  });
}
