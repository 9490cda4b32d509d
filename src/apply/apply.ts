import type { Plan, Receipt } from '#model';
import { droppedFromRuleset } from './dropped-from-ruleset.ts';
import { dropped } from './dropped.ts';
import type { WriteAnswer, Writer } from './writer.ts';

/**
 * Makes one plan true with the one write it chose, and says what GitHub made of it. Null: nothing to write.
 * Throws what the writer throws (an outage, `RateLimited`); a refusal by GitHub is in the receipt.
 */
export async function apply(writer: Writer, plan: Plan): Promise<Receipt | null> {
  if (plan.write === null) return null;
  const answer = await writer.write(plan.repo, plan.write);
  if (answer.kind === 'refused') return { refused: answer.why, dropped: [] };
  const rule = answer.rule === undefined ? {} : { rule: answer.rule };
  return { refused: null, dropped: leftOut(plan, answer), ...rule };
}

/** What is gone has nothing to be held against. */
function leftOut(
  { write, goal }: Plan,
  { shown, ruleset }: Extract<WriteAnswer, { readonly kind: 'written' }>,
): Receipt['dropped'] {
  if (write?.by === 'put-ruleset') return droppedFromRuleset(write.ruleset, ruleset);
  return write === null || goal === null ? [] : dropped(write, goal, shown);
}
