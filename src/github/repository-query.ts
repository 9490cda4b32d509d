import { DEFAULT_BRANCH, POLICY_PATH, POLICY_REPOSITORY } from '#model';
import { RULE_ACTORS, RULE_FIELDS } from './rule-fragment.ts';
import { BYPASS, rulesOfRef } from './rules-fragment.ts';

/** The name under which Mainstay reports; its own last report is found by it. */
export const CHECK_NAME = 'mainstay';

/** A query and the aliases under which it asks for the branches, in their order. */
export type BranchQuery = {
  readonly document: string;
  readonly aliases: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
};

export const FILE = '__typename ... on Blob { oid text isTruncated isBinary }';
const POLICY = `object(expression: "HEAD:${POLICY_PATH}") { ${FILE} }`;
/** An organisation's policy counts only under its own name, not where a repository was renamed to. */
const POLICY_REPO = `policyRepository: repository(owner: $owner, name: "${POLICY_REPOSITORY}", followRenames: false) { policy: ${POLICY} }`;
const OWN_REPORT = `checkSuites(first: 1, filterBy: { appId: $app, checkName: "${CHECK_NAME}" }) {
    nodes { checkRuns(first: 1, filterBy: { checkName: "${CHECK_NAME}", checkType: LATEST }) {
      nodes { databaseId externalId conclusion } } } }`;

/** One repository with everything a reconcile needs. Variables: owner, name, app, and one for each branch. */
export function repositoryQuery(branches: readonly string[]): BranchQuery {
  const asked = refs(branches);
  const document = `query Repository($owner: String!, $name: String!${asked.declared}) {
    repository(owner: $owner, name: $name) { ...Facts ${asked.fields} }
    ${POLICY_REPO}
  }
  ${FACTS} ${asked.fragment(WHOLE)}`;
  return { document, aliases: asked.aliases, variables: asked.variables };
}

/** Many repositories of one owner by node id, without the actors of their rules. Variables: owner, ids, app, branches. */
export function severalQuery(branches: readonly string[]): BranchQuery {
  const asked = refs(branches);
  const document = `query Repositories($owner: String!, $ids: [ID!]!${asked.declared}) {
    nodes(ids: $ids) { ... on Repository { ...Facts ${asked.fields} } }
    ${POLICY_REPO}
  }
  ${FACTS} ${asked.fragment(BARE)}`;
  return { document, aliases: asked.aliases, variables: asked.variables };
}

export const FACTS = `fragment Facts on Repository {
    id databaseId name owner { login } visibility isArchived isDisabled isEmpty
    defaultBranchRef { name } isFork primaryLanguage { name }
    repositoryTopics(first: 20) { totalCount nodes { topic { name } } }
    policy: ${POLICY}
  }`;
/** Trees and blobs are no connections: they cost no points (docs: "Rate limits and query limits for the GraphQL API"). */
export const WORKFLOWS = `{ __typename ... on Tree { entries { name type object { ... on Blob { text isTruncated isBinary } } } } }`;
export const FOLDER = '.github/workflows';

/** Who is named by a branch's rules: asked for where one repository is read, left out where many are. */
type Named = { readonly actors: string; readonly bypass: string };
const WHOLE: Named = { actors: RULE_ACTORS, bypass: BYPASS };
const BARE: Named = { actors: '', bypass: '' };

/** A branch with its classic rule and the rulesets in force on it. */
export function branchFragment({ actors, bypass }: Named = WHOLE): string {
  return `fragment Branch on Ref {
    name
    target { oid ... on Commit { ${OWN_REPORT} } }
    branchProtectionRule { ${RULE_FIELDS} ${actors} }
    ${rulesOfRef(bypass)}
  }`;
}

/** Branch names travel as variables, never inside the text of the query. */
function refs(branches: readonly string[]): {
  readonly aliases: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly declared: string;
  /** GitHub refuses a fragment, or a variable, that nothing uses. */
  readonly fragment: (named: Named) => string;
  readonly fields: string;
} {
  const named = branches.map((branch, index) => ({ branch, alias: `b${index}` }));
  const byName = named.filter(({ branch }) => branch !== DEFAULT_BRANCH);
  return {
    aliases: named.map(({ alias }) => alias),
    variables: Object.fromEntries(byName.flatMap(variablesOf)),
    declared: [
      ...(named.length > 0 ? [', $app: Int!'] : []),
      ...byName.map(
        ({ alias }) => `, $${alias}: String!, $${folderOf(alias)}: String!, $${queueOf(alias)}: String!`,
      ),
    ].join(''),
    fragment: (people) => (named.length > 0 ? branchFragment(people) : ''),
    fields: named
      .map(({ branch, alias }) =>
        branch === DEFAULT_BRANCH
          ? `${alias}: defaultBranchRef { ...Branch } ${queueOf(alias)}: mergeQueue { id } ${folderOf(alias)}: object(expression: "HEAD:${FOLDER}") ${WORKFLOWS}`
          : `${alias}: ref(qualifiedName: $${alias}) { ...Branch } ${queueOf(alias)}: mergeQueue(branch: $${queueOf(alias)}) { id } ${folderOf(alias)}: object(expression: $${folderOf(alias)}) ${WORKFLOWS}`,
      )
      .join(' '),
  };
}

type Asked = { readonly branch: string; readonly alias: string };

function variablesOf({ branch, alias }: Asked): readonly (readonly [string, string])[] {
  return [
    [alias, `refs/heads/${branch}`],
    [folderOf(alias), `refs/heads/${branch}:${FOLDER}`],
    [queueOf(alias), branch],
  ];
}

/** The alias under which a branch's workflow files lie. */
export function folderOf(alias: string): string {
  return `${alias}workflows`;
}

/** The alias under which a branch's merge queue lies. */
export function queueOf(alias: string): string {
  return `${alias}queue`;
}
