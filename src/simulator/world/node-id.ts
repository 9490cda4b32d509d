/** Prefixes as GitHub's own ids have them; the rest of an id means nothing to a client. */
const PREFIX = {
  User: 'U',
  Bot: 'BOT',
  Organization: 'O',
  Enterprise: 'E',
  Team: 'T',
  Repository: 'R',
  BranchProtectionRule: 'BPR',
  RepositoryRuleset: 'RRS',
  CheckRun: 'CR',
  CheckSuite: 'CS',
  StatusContext: 'SC',
  Issue: 'I',
  PullRequest: 'PR',
  IssueComment: 'IC',
  Reaction: 'REA',
  Ref: 'REF',
  Commit: 'C',
  Tree: 'TR',
  Blob: 'B',
  RepositoryRule: 'RRU',
  RepositoryRulesetBypassActor: 'RRBA',
  MergeQueue: 'MQ',
  PullRequestReview: 'PRR',
  StatusCheckRollup: 'SCR',
  PushAllowance: 'PA',
  ReviewDismissalAllowance: 'RDA',
  BypassPullRequestAllowance: 'BPRA',
  BypassForcePushAllowance: 'BFPA',
  RepositoryTopic: 'RET',
  Topic: 'TO',
  Language: 'LAN',
} as const;

export type NodeType = keyof typeof PREFIX | 'App';

/** The opaque id GraphQL knows an object by; apps keep the older form, `base64("03:App15368")`. */
export function nodeId(type: NodeType, key: number | string): string {
  if (type === 'App') return Buffer.from(`03:App${key}`).toString('base64');
  return `${PREFIX[type]}_kw${Buffer.from(String(key)).toString('base64url')}`;
}

/** What a node id stands for; undefined for text that is not one. */
export function readNodeId(id: string): { readonly type: NodeType; readonly key: string } | undefined {
  const app = /^03:App(\d+)$/.exec(Buffer.from(id, 'base64').toString('utf8'))?.[1];
  if (app !== undefined) return { type: 'App', key: app };
  const [, prefix, rest] = /^([A-Z]+)_kw([A-Za-z0-9_-]+)$/.exec(id) ?? [];
  const type = (Object.keys(PREFIX) as (keyof typeof PREFIX)[]).find((name) => PREFIX[name] === prefix);
  if (type === undefined || rest === undefined) return undefined;
  return { type, key: Buffer.from(rest, 'base64url').toString('utf8') };
}
