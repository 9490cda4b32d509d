import type { Problem, Source, WantedCheck } from '#model';
import { loosens } from './loosens.ts';
import { nameKey } from './name-key.ts';
import type { Written, WrittenCheck } from './policy-file.ts';
import { originOf, wantedCheck } from './wanted-from.ts';

type Tighter = { readonly check: WantedCheck; readonly problems: readonly Problem[] };

/** Both lists as one. A check that both name is asked for as strictly as the stricter of the two asks. */
export function tightenChecks(
  below: readonly WantedCheck[],
  own: readonly WrittenCheck[],
): { readonly checks: readonly WantedCheck[]; readonly problems: readonly Problem[] } {
  const ownByName = new Map(own.map((check) => [nameKey(check.name), check]));
  const tightened = below.map((check): Tighter => {
    const same = ownByName.get(nameKey(check.name));
    return same === undefined ? { check, problems: [] } : tighter(check, same);
  });
  const names = new Set(below.map(({ name }) => nameKey(name)));
  const added = own.filter(({ name }) => !names.has(nameKey(name))).map(wantedCheck);
  return {
    checks: [...tightened.map(({ check }) => check), ...added],
    problems: tightened.flatMap(({ problems }) => problems),
  };
}

function tighter(below: WantedCheck, own: WrittenCheck): Tighter {
  const when = tighterWhen(below, own);
  const source = tighterSource(below, own);
  const changed = when.value !== below.when || source.value !== below.source;
  const origin = changed ? originOf(own.place) : below.origin;
  return {
    check: { name: below.name, source: source.value, when: when.value, origin },
    problems: [...when.problems, ...source.problems],
  };
}

/** `always` is stricter than `ready`, and is what a check without `when` asks for. */
function tighterWhen(
  below: WantedCheck,
  own: WrittenCheck,
): { readonly value: WantedCheck['when']; readonly problems: readonly Problem[] } {
  if (own.when?.value !== 'ready') return { value: 'always', problems: [] };
  if (below.when === 'ready') return { value: 'ready', problems: [] };
  const problem = loosens({ asked: 'when: ready', kept: '`when: always`', below, own: own.when });
  return { value: 'always', problems: [problem] };
}

/** A source pins a check where the layer below names none. `any` pins nothing, so it never tightens. */
function tighterSource(
  below: WantedCheck,
  own: WrittenCheck,
): { readonly value: Source | null; readonly problems: readonly Problem[] } {
  if (own.source === null || own.source.value === below.source) return { value: below.source, problems: [] };
  if (below.source === null && own.source.value !== 'any') return { value: own.source.value, problems: [] };
  return { value: below.source, problems: [anotherSource(below, own.source)] };
}

function anotherSource(below: WantedCheck, own: Written<Source>): Problem {
  const kept = below.source === null ? 'no `source`' : `\`source: ${below.source}\``;
  return loosens({ asked: `source: ${own.value}`, kept, below, own });
}
