import type { Protection } from '#model';
import { fixOf, loweredTo } from './judge-one.ts';
import { isDemanded, meets, notVisible, type Want } from './judge-setting.ts';
import { refused, verdictOn, type Part, type View } from './view.ts';

/** What comes of all parts of a review together: GitHub judges them rule by rule, so one rule alone has to hold them. */
export function judgeReviews(view: View, wants: readonly Want[]): Part {
  const required = wants.find(({ setting }) => setting === 'reviews.required');
  const demanded = wants.filter(isDemanded);
  if (demanded.length === 0 && required?.value === false)
    return { ...loweredTo(view, required), verdict: null };
  const lowered = wants.filter((want) => want !== required).map((want) => loweredTo(view, want));
  const edits = lowered.flatMap((part) => part.edits);
  const refusals = lowered.flatMap((part) => part.refusals);
  if (demanded.length === 0) return { edits, refusals, verdict: null };
  const verdict = verdictOn(view, (protection) => meetsAll(protection, demanded));
  if (verdict.where !== 'nowhere') return { edits, refusals, verdict };
  const missing = demanded.filter((want) => meets(view.own, want) === false);
  if (verdict.doubt !== null) return refused(verdict.doubt, verdict);
  const fixes = missing.map((want) => fixOf(view, want));
  const fixed = fixes.flatMap((fix) => (fix.known && fix.value !== null ? [fix.value] : []));
  const unfixed = fixes.flatMap((fix) => (fix.known ? [] : [fix.why]));
  const unseen = demanded
    .filter((want) => meets(view.own, want) === null)
    .map(({ setting }) => notVisible(setting));
  return { edits: [...edits, ...fixed], refusals: [...refusals, ...unfixed, ...unseen], verdict };
}

function meetsAll(protection: Protection, wants: readonly Want[]): boolean | null {
  const met = wants.map((want) => meets(protection, want));
  if (met.includes(false)) return false;
  return met.includes(null) ? null : true;
}
