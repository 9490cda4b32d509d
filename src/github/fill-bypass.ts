import { z } from 'zod';
import type { Access, BranchState, Known, RulesetInForce } from '#model';
import type { Reading } from '#observe';
import { bypassOf, mayWriteRuleset } from './bypass-of.ts';
import type { Read } from './reading-of.ts';
import { type BypassShape, bypassShape } from './ruleset-shape.ts';
import { BYPASS } from './rules-fragment.ts';
import type { Session } from './session.ts';

/** Who may bypass rulesets. Variables: ids. */
export const BYPASS_QUERY = `query Bypass($ids: [ID!]!) {
    nodes(ids: $ids) { ... on RepositoryRuleset { id ${BYPASS} } }
  }`;
const MOST_IDS = 100;
const answered = z.object({
  nodes: z.array(z.union([z.object({ id: z.string(), bypassActors: bypassShape }), z.object({})]).nullable()),
});

/** Who bypasses the rulesets seen in one sweep, by node id: an organisation's is over many repositories, and asked for once. */
export type SeenBypass = Map<string, BypassShape>;
type On = { readonly session: Session; readonly seen: SeenBypass };

/**
 * Many readings with the bypass filled in that their query left out: one query for each hundred rulesets that were not
 * seen before and that the installation may write, as GitHub hides who bypasses the others.
 */
export async function fillBypass(
  { session, seen }: On,
  reads: readonly Known<Read>[],
): Promise<readonly Known<Reading>[]> {
  const access = await session.access();
  const unseen = new Set(reads.flatMap((read) => (read.known ? visibleIn(access, read.value) : [])));
  const ids = [...unseen].filter((id) => !seen.has(id));
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    await ask({ session, seen }, ids.slice(from, from + MOST_IDS));
  }
  return reads.map((read) =>
    read.known ? { known: true, value: filled({ access, seen }, read.value) } : read,
  );
}

function visibleIn(access: Access, { reading, rulesetIds }: Read): readonly string[] {
  return reading.branches
    .flatMap(({ rulesets }) => (rulesets.known ? rulesets.value : []))
    .filter((ruleset) => mayWriteRuleset({ access, source: ruleset.source }))
    .flatMap(({ id }) => rulesetIds.get(id) ?? []);
}

/** What an error takes away stays unseen, and not visible. */
async function ask({ session, seen }: On, ids: readonly string[]): Promise<void> {
  const answer = await session.query(BYPASS_QUERY, { ids });
  const parsed = answer.ok && answer.data.errors.length === 0 ? answered.safeParse(answer.data.data) : null;
  for (const node of parsed?.data?.nodes ?? []) {
    if (node !== null && 'id' in node) seen.set(node.id, node.bypassActors);
  }
}

type Shown = { readonly access: Access; readonly seen: SeenBypass };

function filled(shown: Shown, { reading, rulesetIds }: Read): Reading {
  const branches = reading.branches.map((branch): BranchState => {
    if (!branch.rulesets.known) return branch;
    const value = branch.rulesets.value.map((ruleset) => withBypass(shown, rulesetIds, ruleset));
    return { ...branch, rulesets: { known: true, value } };
  });
  return { ...reading, branches };
}

function withBypass(
  { access, seen }: Shown,
  ids: Read['rulesetIds'],
  ruleset: RulesetInForce,
): RulesetInForce {
  const shape = seen.get(ids.get(ruleset.id) ?? '');
  return { ...ruleset, bypass: bypassOf({ access, source: ruleset.source }, shape) };
}
