import type { Known } from '#model';
import type { Edit } from './goal.ts';
import { isDemanded, lower, meets, notVisible, raise, type Want } from './judge-setting.ts';
import { BYPASS, refused, verdictOn, type Part, type Verdict, type View } from './view.ts';

/** What comes of a setting that stands for itself. */
export function judgeOne(view: View, want: Want): Part {
  if (want.setting === 'deployments') return judgeDeployments(view, want);
  if (!isDemanded(want)) return { ...loweredTo(view, want), verdict: null };
  const verdict = verdictOn(view, (protection) => meets(protection, want));
  if (verdict.where !== 'nowhere') return { ...loweredTo(view, want), verdict };
  if (meets(view.own, want) === null) return refused(notVisible(want.setting), verdict);
  if (verdict.doubt !== null) return refused(verdict.doubt, verdict);
  const edit = fixOf(view, want);
  if (!edit.known) return refused(edit.why, verdict);
  return { edits: edit.value === null ? [] : [edit.value], refusals: [], verdict };
}

/** The edit by which what Mainstay writes to does what is wanted: at least, or exactly. */
export function fixOf(view: View, want: Want): Known<Edit | null> {
  return view.extras === 'remove' ? lower(view.own, want) : { known: true, value: raise(view.own, want) };
}

/** With `extras: remove`, what there is beyond the policy goes. */
export function loweredTo(view: View, want: Want): Omit<Part, 'verdict'> {
  if (view.extras === 'keep' || meets(view.own, want) === false) return { edits: [], refusals: [] };
  const edit = lower(view.own, want);
  if (!edit.known) return { edits: [], refusals: [edit.why] };
  return { edits: edit.value === null ? [] : [edit.value], refusals: [] };
}

/** Each environment on its own, whichever rule asks for it. */
function judgeDeployments(view: View, { value, origin }: Want): Part {
  const wanted = value as readonly string[];
  const there = view.own.deployments ?? [];
  const needed = without(wanted, environmentsIn(view.sure));
  const missing = without(needed, there);
  const added = view.unknown === null ? without(missing, environmentsIn(view.unsure)) : [];
  const kept = view.extras === 'remove' ? there.filter((name) => wanted.includes(name)) : there;
  const edit: Edit = { dimension: 'deployments', value: [...kept, ...added], because: [origin] };
  const isRefused = added.length < missing.length;
  return {
    edits: added.length > 0 || kept.length < there.length ? [edit] : [],
    refusals: isRefused ? [view.unknown ?? BYPASS] : [],
    verdict: wanted.length === 0 ? null : verdictOf(view, needed, isRefused),
  };
}

function verdictOf(view: View, needed: readonly string[], isRefused: boolean): Verdict {
  if (needed.length === 0) return { where: 'elsewhere', doubt: null };
  const isDoubtful = without(needed, environmentsIn(view.unsure)).length === 0;
  return { where: isRefused ? 'nowhere' : 'own', doubt: view.unknown ?? (isDoubtful ? BYPASS : null) };
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}

function environmentsIn(held: View['sure']): readonly string[] {
  return held.flatMap(({ deployments }) => deployments ?? []);
}
