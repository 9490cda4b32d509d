import type { Tree } from '../read/tree.ts';
import { asksResults, parseExpression } from './syntax.ts';

/** Keys whose text is a condition even without `${{ }}`. */
const CONDITIONS = new Set(['if']);

/** Whether anything that a job runs (not its own `if:`) looks at how the jobs it needs have ended. */
export function readsResults(job: Tree): boolean {
  if (job.kind !== 'map') return false;
  return job.entries.some(({ key, value }) => key !== 'if' && key !== 'needs' && mentions(value, key));
}

function mentions(tree: Tree, key: string): boolean {
  if (tree.kind === 'list') return tree.items.some((item) => mentions(item, key));
  if (tree.kind === 'map') return tree.entries.some((entry) => mentions(entry.value, entry.key));
  if (tree.kind === 'expression') return asks(tree.text);
  return CONDITIONS.has(key) && typeof tree.value === 'string' && asks(tree.value);
}

function asks(text: string): boolean {
  const expression = parseExpression(text);
  return expression !== null && asksResults(expression);
}
