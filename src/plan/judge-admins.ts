import type { Protection } from '#model';
import type { Edit } from './goal.ts';
import type { Want } from './judge-setting.ts';
import { doubtOn, type Part, type Verdict, type View } from './view.ts';

const NOTHING: Part = { edits: [], refusals: [], verdict: null };

/** Whether administrators have to be bound here: by what nothing else binds them to. */
export function judgeAdmins(
  view: View,
  want: Want | undefined,
  { own, parts }: { readonly own: Protection | null; readonly parts: readonly Part[] },
): Part {
  if (want === undefined) return NOTHING;
  if (want.value !== true) return loweredAdmins(view, want);
  if (own?.includeAdmins === true) return NOTHING;
  const verdicts = parts.flatMap(verdictIn);
  const depending = verdicts.filter(({ where }) => where !== 'elsewhere');
  const isAlone = verdicts.length === 0 && view.sure.length === 0;
  const doubts = isAlone ? [doubtOn(view, () => true)] : depending.map(({ doubt }) => doubt);
  if (doubts.includes(null)) return { ...NOTHING, edits: [edit(want, true)] };
  const [why] = doubts;
  return why ? { ...NOTHING, refusals: [why] } : NOTHING;
}

/** What was refused binds nobody. */
function verdictIn({ verdict, refusals }: Part): readonly Verdict[] {
  if (verdict === null) return [];
  return verdict.where === 'nowhere' && refusals.length > 0 ? [] : [verdict];
}

function loweredAdmins(view: View, want: Want): Part {
  const isLowered = view.extras === 'remove' && view.own.includeAdmins;
  return isLowered ? { ...NOTHING, edits: [edit(want, false)] } : NOTHING;
}

function edit({ origin }: Want, value: boolean): Edit {
  return { dimension: 'include_admins', value, because: [origin] };
}
