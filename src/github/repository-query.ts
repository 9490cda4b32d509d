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

/** Where a page of a sweep comes from: all that an organisation has, or these node ids. */
export type PageOf = 'organisation' | 'ids';

const SKETCH_POLICY = `object(expression: "HEAD:${POLICY_PATH}") { __typename ... on Blob { oid byteSize } }`;
const SKETCH_FOLDER = `{ __typename ... on Tree { entries { name type oid size } } }`;
const BILL = 'rateLimit { cost remaining resetAt nodeCount }';

/**
 * Many repositories of one owner, without the actors of their rules, and of their files only which they are: content
 * never changes under an oid. Variables: owner, app, branches; of an organisation n and after, else ids.
 */
export function pageQuery(branches: readonly string[], of: PageOf): BranchQuery {
  const asked = refs(branches, SKETCH_FOLDER);
  const one = `...Facts ${asked.fields}`;
  const page =
    of === 'ids'
      ? `nodes(ids: $ids) { ... on Repository { ${one} } }`
      : `organization(login: $owner) { repositories(first: $n, after: $after, ${IN_ORDER}) {
          totalCount pageInfo { hasNextPage endCursor } nodes { ${one} } } }`;
  const declared = of === 'ids' ? '$ids: [ID!]!' : '$n: Int!, $after: String';
  const document = `query Sweep($owner: String!, ${declared}${asked.declared}) {
    ${BILL}
    ${page}
    ${POLICY_REPO}
  }
  ${factsFragment(SKETCH_POLICY)} ${asked.fragment(BARE)}`;
  return { document, aliases: asked.aliases, variables: asked.variables };
}

/** By name, so that what is made or deleted meanwhile moves no other repository past the cursor. */
const IN_ORDER = 'isArchived: false, orderBy: { field: NAME, direction: ASC }';

/** What the repositories of a page are called, where nothing else of them can be had. Variables: owner, n, after. */
export const NAMES_QUERY = `query Names($owner: String!, $n: Int!, $after: String) {
    organization(login: $owner) { repositories(first: $n, after: $after, ${IN_ORDER}) {
      totalCount pageInfo { hasNextPage endCursor } nodes { name owner { login } } } }
  }`;

/** So many files by their oids, each in a repository that has it. Variables: r0, o0, r1, o1 and so on. */
export function textsQuery(count: number): string {
  const all = Array.from({ length: count }, (_, index) => index);
  const declared = all.map((index) => `$r${index}: ID!, $o${index}: GitObjectID!`).join(', ');
  const fields = all.map(
    (index) =>
      `t${index}: node(id: $r${index}) { ... on Repository { object(oid: $o${index}) { ${FILE} } } }`,
  );
  return `query Texts(${declared}) { ${BILL} ${fields.join(' ')} }`;
}

function factsFragment(policy: string): string {
  return `fragment Facts on Repository {
    id databaseId name owner { login } visibility isArchived isDisabled isEmpty
    defaultBranchRef { name } isFork primaryLanguage { name }
    repositoryTopics(first: 20) { totalCount nodes { topic { name } } }
    policy: ${policy}
  }`;
}
export const FACTS = factsFragment(POLICY);
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
function refs(
  branches: readonly string[],
  folder = WORKFLOWS,
): {
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
          ? `${alias}: defaultBranchRef { ...Branch } ${queueOf(alias)}: mergeQueue { id } ${folderOf(alias)}: object(expression: "HEAD:${FOLDER}") ${folder}`
          : `${alias}: ref(qualifiedName: $${alias}) { ...Branch } ${queueOf(alias)}: mergeQueue(branch: $${queueOf(alias)}) { id } ${folderOf(alias)}: object(expression: $${folderOf(alias)}) ${folder}`,
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
