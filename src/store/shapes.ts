import { z } from 'zod';
import {
  CATALOGUE,
  type Cause,
  type Change,
  type GoodPolicy,
  type Problem,
  type ProblemCode,
  type PullMemory,
  type RepoMemory,
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
  name: z.enum(['sync', 'plan', 'repair', 'help', 'accept']),
  by: actor,
  from: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('comment'), comment: z.number(), issue: z.number() }),
    z.object({ kind: z.literal('button'), checkRun: z.number().nullable() }),
  ]),
});

export const causeShape = z.object({
  delivery: z.string(),
  event: z.string(),
  actor: actor.nullable(),
  command: command.exactOptional(),
  branch: z.string().exactOptional(),
}) satisfies z.ZodType<Cause>;

const change = z.discriminatedUnion('dimension', [
  z.object({
    dimension: z.literal('required_checks'),
    before: required.nullable(),
    after: required,
    because: z.array(origin),
  }),
  z.object({
    dimension: z.enum(['strict', 'include_admins', 'force_pushes', 'deletions']),
    before: z.boolean().nullable(),
    after: z.boolean(),
    because: z.array(origin),
  }),
]) satisfies z.ZodType<Change>;

const problem = z.object({
  code: z.enum(Object.keys(CATALOGUE) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
}) satisfies z.ZodType<Problem>;
const switchedOff = z.object({ by: actor.nullable(), since: z.string() });
const underWay = z.object({ changes: z.array(change), causes: z.array(causeShape) });

const others = z.object({ asked: z.array(z.string()), seen: z.array(z.string()), at: z.iso.datetime() });
const leftOut = z.object({ changes: z.array(change), dropped: z.array(problem) });

/** A field that cannot be read is as if it had never been remembered; the others stay. */
export const repoMemoryShape = z.object({
  protectionsDisabled: switchedOff.nullable().catch(null),
  protectableAs: z.string().nullable().catch(null),
  added: z.record(z.string(), added).catch({}),
  underWay: z.record(z.string(), underWay).catch({}),
  leftOut: z.record(z.string(), leftOut).catch({}),
  others: others.nullable().catch(null),
}) satisfies z.ZodType<RepoMemory>;

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
