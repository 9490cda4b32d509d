import type { AdmittedPolicy, Approval, Cause, OrgMemory, PolicyWeight, Problem } from '#model';
import type { Reader } from '#observe';
import { isTouched, isWeaker, type PolicyEffect } from '#plan';
import { guardOf, type PolicyFile } from '#policy';
import { hasAuthority, type Approved as Word } from './authority.ts';
import type { Doors } from './doors.ts';
import { policyRepositoryOf, type Candidate } from './policies.ts';

/** A changed policy, and what it would do to each repository. */
export type Weighed = {
  readonly candidate: Candidate;
  readonly weight: PolicyWeight;
  /** Repositories for which its parts contradict each other: such a file is broken. */
  readonly conflicts: readonly Problem[];
};

/** Adds one repository's effect to what a policy weighs. */
export function heavier(weight: PolicyWeight, effect: PolicyEffect): PolicyWeight {
  return {
    touches: weight.touches + (isTouched(effect) ? 1 : 0),
    weakens: weight.weakens + (isWeaker(effect) ? 1 : 0),
  };
}

/** Whether a changed policy of this weight waits for a person. The limit is that of the policy in force. */
export function waitsForPerson({ touches, weakens }: PolicyWeight, inForce: PolicyFile | null): boolean {
  return weakens > 0 || touches > guardOf(inForce).value;
}

type Ask = {
  readonly doors: Doors;
  readonly reader: Reader;
  readonly org: string;
  readonly memory: OrgMemory;
  readonly inForce: PolicyFile | null;
  readonly causes: readonly Cause[];
};

/** What becomes of a changed policy once it was weighed, and what is remembered of that. */
export type Admission = {
  readonly admitted: boolean;
  readonly remember: (before: OrgMemory) => OrgMemory;
};

/** A changed policy counts from now on, or it waits. */
export async function admitPolicy(ask: Ask, { candidate, weight, conflicts }: Weighed): Promise<Admission> {
  const { memory, doors, inForce } = ask;
  const { oid } = candidate.text;
  const at = doors.now().toISOString();
  const approved = waitsForPerson(weight, inForce) ? await approvalOf(ask, oid) : NOBODY_NEEDED;
  if (approved === null || conflicts.length > 0) {
    const since = memory.pending?.oid === oid ? memory.pending.since : at;
    const pending = { oid, since, ...weight };
    return { admitted: false, remember: (before) => ({ ...before, pending }) };
  }
  const admitted: AdmittedPolicy = { oid, at, ...approved, ...weight };
  return {
    admitted: true,
    remember: (before) => ({
      ...before,
      admitted,
      pending: null,
      approvals: before.approvals.filter(
        (approval) => approval.oid !== oid || approval.repository !== undefined,
      ),
      shown: before.shown.filter((one) => one.oid !== oid),
    }),
  };
}

type Approved = Pick<AdmittedPolicy, 'by' | 'shown'>;
const NOBODY_NEEDED: Approved = { by: [], shown: null };

/** Whose word lets this text count; null: nobody's yet. */
async function approvalOf(ask: Ask, oid: string): Promise<Approved | null> {
  const given = ask.memory.approvals.filter(
    (approval) => approval.oid === oid && approval.repository === undefined,
  );
  const word = await wordOn(ask, oid, given);
  const authority = await hasAuthority(ask.reader, { org: ask.org, ...word });
  if (!authority.known || !authority.value.held) return null;
  const shown = ask.memory.shown.findLast((one) => one.oid === oid);
  return { by: word.approvers, shown: shown ? { touches: shown.touches, weakens: shown.weakens } : null };
}

/**
 * Who stands behind the text: those who approved it here, and whoever approved and merged the pull request that brought
 * it. What came without a pull request is the word of whoever pushed it, and that person is its author.
 */
async function wordOn(
  { reader, org, causes, memory }: Ask,
  oid: string,
  given: readonly Approval[],
): Promise<Omit<Word, 'org'>> {
  const here = given.map(({ by }) => by);
  const change = await reader.policyChange(policyRepositoryOf({ owner: org, name: '' }));
  if (change.known && change.value !== null) {
    const { author, mergedBy, approvedBy } = change.value;
    const merger = mergedBy === null ? [] : [mergedBy];
    return { author, approvers: [...new Set([...here, ...approvedBy, ...merger])] };
  }
  // A text that was seen before came with an earlier push than the one that woke this run.
  const pushes = memory.pending?.oid === oid ? [] : causes.filter(({ event }) => event === 'push');
  const pushers = [...new Set(pushes.flatMap(({ actor }) => (actor ? [actor.login] : [])))];
  const [only = null] = pushers.length === 1 ? pushers : [];
  return { author: only, approvers: [...new Set([...here, ...(only === null ? [] : [only])])] };
}
