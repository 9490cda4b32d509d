import { z } from 'zod';
import {
  ACTOR_LISTS,
  CATALOGUE,
  FLAGS,
  SETTINGS,
  type Cause,
  type Change,
  type GoodPolicy,
  type MadeSetting,
  type OrgMemory,
  type Problem,
  type ProblemCode,
  type PullMemory,
  type RepoMemory,
  type SweepMemory,
  type WorkKey,
} from '#model';

// What is read back may have been written by another version, so it is checked like text from outside.

const repoName = z.object({ owner: z.string(), name: z.string() });
const actor = z.object({ login: z.string(), bot: z.boolean() });
const source = z.union([z.literal('any'), z.number()]);
const required = z.array(z.object({ context: z.string(), source }));
const added = z.array(z.object({ context: z.string(), source, check: z.string() }));
const origin = z.object({ file: z.string(), line: z.number() }).nullable();

export const workKeyShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repo'), repo: repoName }),
  z.object({ kind: z.literal('org'), org: z.string() }),
  z.object({ kind: z.literal('command'), repo: repoName, id: z.string() }),
  z.object({ kind: z.literal('pull'), repo: repoName, number: z.number() }),
  z.object({
    kind: z.literal('group'),
    repo: repoName,
    branch: z.string(),
    base: z.string(),
    head: z.string(),
  }),
]) satisfies z.ZodType<WorkKey>;

const command = z.object({
  name: z.enum(['sync', 'plan', 'repair', 'help', 'accept', 'approve', 'pause', 'resume']),
  argument: z.string().exactOptional(),
  by: actor,
  from: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('comment'),
      comment: z.number(),
      issue: z.number(),
      pull: z.literal(true).exactOptional(),
    }),
    z.object({
      kind: z.literal('button'),
      checkRun: z.number().nullable(),
      pull: z.number().exactOptional(),
    }),
  ]),
});

export const causeShape = z.object({
  delivery: z.string(),
  event: z.string(),
  actor: actor.nullable(),
  command: command.exactOptional(),
  branch: z.string().exactOptional(),
}) satisfies z.ZodType<Cause>;

const ruleActor = z.object({
  kind: z.enum(['user', 'team', 'app']),
  id: z.string().nullable(),
  name: z.string(),
});
const actorsHeld = z.union([z.enum(['everybody', 'notVisible']), z.array(ruleActor)]);

/** A value before and after in a dimension; `more` is what else is kept with it. */
function valuesIn<D extends z.ZodType, V extends z.ZodType>(dimension: D, value: V) {
  return z.object({ dimension, before: value.nullable(), after: value });
}

const settingValues = [
  valuesIn(z.enum(FLAGS), z.boolean()),
  valuesIn(z.literal('reviews.count'), z.number()),
  valuesIn(z.literal('deployments'), z.array(z.string())),
  valuesIn(z.enum(ACTOR_LISTS), actorsHeld),
] as const;
const because = { because: z.array(origin) };
const change = z.discriminatedUnion('dimension', [
  valuesIn(z.literal('required_checks'), required).extend(because),
  settingValues[0].extend(because),
  settingValues[1].extend(because),
  settingValues[2].extend(because),
  settingValues[3].extend(because),
]) as unknown as z.ZodType<Change>;
const madeSetting = z.discriminatedUnion('dimension', settingValues) as unknown as z.ZodType<MadeSetting>;

const problem = z.object({
  code: z.enum(Object.keys(CATALOGUE) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
}) satisfies z.ZodType<Problem>;
const switchedOff = z.object({ by: actor.nullable(), since: z.string() });

const others = z.object({ asked: z.array(z.string()), seen: z.array(z.string()), at: z.iso.datetime() });
const leftOut = z.object({ changes: z.array(change), dropped: z.array(problem) });

const made = z.object({
  rule: z.string().nullable(),
  settings: z.array(madeSetting),
  ruleset: z.object({ created: z.boolean(), settings: z.array(madeSetting) }).nullish(),
});
const pause = z.object({
  by: z.string(),
  reason: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});
const contestBack = z.object({
  at: z.iso.datetime(),
  by: actor.nullable(),
  delivery: z.string().nullable(),
  from: z.string(),
  to: z.string(),
});
const contest = z.object({
  dimension: z.enum(['required_checks', ...SETTINGS]),
  written: z.object({ at: z.iso.datetime(), value: z.string() }).nullable(),
  since: z.iso.datetime().nullable(),
  backs: z.array(contestBack),
  issue: z.number().nullable(),
  told: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
});

const underWay = z.object({
  changes: z.array(change),
  causes: z.array(causeShape),
  made: made.optional(),
  added: added.optional(),
});

/** A field that cannot be read is as if it had never been remembered; the others stay. */
export const repoMemoryShape = z.object({
  protectionsDisabled: switchedOff.nullable().catch(null),
  protectableAs: z.string().nullable().catch(null),
  added: z.record(z.string(), added).catch({}),
  underWay: z.record(z.string(), underWay).catch({}),
  leftOut: z.record(z.string(), leftOut).catch({}),
  others: others.nullable().catch(null),
  made: z.record(z.string(), made).catch({}),
  pause: pause.nullable().catch(null),
  contests: z.record(z.string(), z.array(contest)).catch({}),
}) satisfies z.ZodType<RepoMemory>;

const weight = { touches: z.number(), weakens: z.number() };
const admitted = z.object({
  oid: z.string(),
  at: z.iso.datetime(),
  by: z.array(z.string()),
  shown: z.object(weight).nullable(),
  ...weight,
});
const approval = z.object({
  oid: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  repository: z.string().exactOptional(),
  pull: z.number().nullable(),
});

const orgRuleset = z.object({
  id: z.number().nullable(),
  made: z.boolean(),
  holds: z.string().nullable().catch(null),
  refusals: z.array(problem),
  differing: z.record(z.string(), z.array(problem)),
});

/** What is remembered of an organisation. */
export const orgMemoryShape = z.object({
  governedSince: z.iso.datetime().nullable().catch(null),
  admitted: admitted.nullable().catch(null),
  pending: z
    .object({ oid: z.string(), since: z.iso.datetime(), ...weight })
    .nullable()
    .catch(null),
  approvals: z.array(approval).catch([]),
  shown: z.array(z.object({ oid: z.string(), ...weight })).catch([]),
  ruleset: orgRuleset.nullable().catch(null),
}) satisfies z.ZodType<OrgMemory>;

const counted = {
  done: z.number(),
  needy: z.number(),
  writes: z.number(),
  unread: z.number(),
  requests: z.number(),
  points: z.number(),
};
const underWaySweep = z.object({
  ...counted,
  since: z.iso.datetime(),
  mark: z.string(),
  from: z.string().nullable(),
  of: z.number(),
  weighed: z.object(weight).nullable(),
  conflicts: z.array(problem),
});

/** What is remembered of an organisation's sweeps. One that cannot be read has not begun. */
export const sweepShape = z.object({
  installation: z.number().nullable().catch(null),
  asked: z.iso.datetime().nullable().catch(null),
  whole: z
    .object({ ...counted, since: z.iso.datetime(), at: z.iso.datetime() })
    .nullable()
    .catch(null),
  underWay: underWaySweep.nullable().catch(null),
  trouble: problem.extend({ at: z.iso.datetime() }).nullable().catch(null),
}) satisfies z.ZodType<SweepMemory>;

const accepted = z.object({ contexts: z.array(z.string()), by: z.string(), until: z.iso.datetime() });

/** What cannot be read of a waiver is no waiver. */
export const pullMemoryShape = z.object({
  base: z.string(),
  against: z.string().nullable().catch(null),
  accepted: accepted.nullable().catch(null),
}) satisfies z.ZodType<PullMemory>;

export const goodPolicyShape = z.object({
  oid: z.string(),
  text: z.string(),
  since: z.string(),
}) satisfies z.ZodType<GoodPolicy>;

export const wordsShape = z.array(z.string()).catch([]);
