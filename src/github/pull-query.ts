import { POLICY_PATH } from '#model';
import { branchFragment, FACTS, FILE, FOLDER, WORKFLOWS } from './repository-query.ts';

/** What is required, reported and started on a commit. GitHub's page of a hundred is far above what a commit carries. */
const COMMIT = `fragment Head on Commit {
    oid
    workflows: file(path: "${FOLDER}") { object ${WORKFLOWS} }
    policy: file(path: "${POLICY_PATH}") { object { ${FILE} } }
    statusCheckRollup { contexts(first: 100) { totalCount nodes { __typename
      ... on CheckRun { name status conclusion externalId checkSuite { app { databaseId } } }
      ... on StatusContext { context state } } } }
    checkSuites(first: 100, filterBy: { appId: $actions }) { totalCount nodes {
      createdAt checkRuns(first: 1) { totalCount } workflowRun { file { path } } } }
    associatedPullRequests(first: 20) { totalCount nodes {
      number state baseRefName headRefOid baseRepository { databaseId } baseRef { branchProtectionRule { id } } } }
  }`;

/** One pull request with its base and its first hundred files. Variables: owner, name, number, app, actions. */
export const PULL_QUERY = `query Pull($owner: String!, $name: String!, $number: Int!, $app: Int!, $actions: Int!) {
    repository(owner: $owner, name: $name) {
      ...Facts
      pullRequest(number: $number) {
        number state isDraft isCrossRepository mergeable author { login }
        headRefName headRefOid baseRefName
        changedFiles commitCount: commits(last: 1) { totalCount nodes { commit { ...Head } } }
        files(first: 100) { totalCount nodes { path changeType } }
        potentialMergeCommit {
          workflows: file(path: "${FOLDER}") { object ${WORKFLOWS} }
          policy: file(path: "${POLICY_PATH}") { object { ${FILE} } }
        }
        mergeQueue { id }
        latestOpinionatedReviews(first: 50) { nodes { state author { login } commit { oid } } }
        baseRef { ...Branch target { ... on Commit { workflows: file(path: "${FOLDER}") { object ${WORKFLOWS} } } } }
      }
    }
  }
  ${FACTS} ${branchFragment()} ${COMMIT}`;

/** A merge group's commit and the branch it is for. Variables: owner, name, head, branch (`refs/heads/…`), app, actions. */
export const GROUP_QUERY = `query Group($owner: String!, $name: String!, $head: GitObjectID!, $branch: String!, $app: Int!, $actions: Int!) {
    repository(owner: $owner, name: $name) {
      ...Facts
      head: object(oid: $head) { ... on Commit { ...Head } }
      baseRef: ref(qualifiedName: $branch) { ...Branch target { ... on Commit { workflows: file(path: "${FOLDER}") { object ${WORKFLOWS} } } } }
    }
  }
  ${FACTS} ${branchFragment()} ${COMMIT}`;
