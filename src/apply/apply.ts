import type { Plan, Receipt } from '#model';
import { dropped } from './dropped.ts';
import type { Writer } from './writer.ts';

/**
 * Makes one plan true with the one write it chose, and says what GitHub made of it. Null: nothing to write.
 * Throws what the writer throws (an outage, `RateLimited`); a refusal by GitHub is in the receipt.
 */
export async function apply(writer: Writer, plan: Plan): Promise<Receipt | null> {
  const { write, goal } = plan;
  if (write === null || goal === null) return null;
  const answer = await writer.write(plan.repo, write);
  if (answer.kind === 'refused') return { refused: answer.why, dropped: [] };
  return { refused: null, dropped: dropped(write, goal, answer.shown) };
}
