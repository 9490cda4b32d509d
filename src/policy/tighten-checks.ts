import type { Problem } from '#model';
import type { Item, Said, SaidCheck, SaidList } from './layer.ts';
import { loosens } from './loosens.ts';

type Checks = SaidList<SaidCheck>;
type Tighter = { readonly item: Item<SaidCheck>; readonly problems: readonly Problem[] };
type Kept<T> = { readonly said: Said<T> | undefined; readonly problems: readonly Problem[] };

/** Both lists as one. A check that both name is asked for as strictly as the stricter of the two asks. */
export function tightenChecks(
  below: Checks,
  own: Checks,
): { readonly list: Checks; readonly problems: readonly Problem[] } {
  const ownByKey = new Map(own.items.map((item) => [item.key, item]));
  const tightened = below.items.map((item): Tighter => {
    const same = ownByKey.get(item.key);
    return same === undefined ? { item, problems: [] } : tighter(item, same);
  });
  const keys = new Set(below.items.map(({ key }) => key));
  const added = own.items.filter(({ key }) => !keys.has(key));
  return {
    list: { ...below, items: [...tightened.map(({ item }) => item), ...added] },
    problems: tightened.flatMap(({ problems }) => problems),
  };
}

function tighter(below: Item<SaidCheck>, own: Item<SaidCheck>): Tighter {
  const when = tighterWhen(below, own);
  const source = tighterSource(below, own);
  const changed = when.said !== below.value.when || source.said !== below.value.source;
  const value = {
    name: below.value.name,
    ...(source.said !== undefined && { source: source.said }),
    ...(when.said !== undefined && { when: when.said }),
  };
  return {
    item: { key: below.key, value, place: changed ? own.place : below.place },
    problems: [...when.problems, ...source.problems],
  };
}

/** `always` is stricter than `ready`, and is what a check without `when` asks for. */
function tighterWhen(below: Item<SaidCheck>, own: Item<SaidCheck>): Kept<'always' | 'ready'> {
  const said = below.value.when;
  const asked = own.value.when;
  const isReady = said?.value === 'ready';
  if (asked?.value !== 'ready') {
    return { said: isReady ? (asked ?? { value: 'always', place: own.place }) : said, problems: [] };
  }
  if (isReady) return { said, problems: [] };
  const problem = loosens({ asked: 'when: ready', kept: '`when: always`', below, own: asked });
  return { said, problems: [problem] };
}

/** A source pins a check where the layer below names none. `any` pins nothing, so it never tightens. */
function tighterSource(below: Item<SaidCheck>, own: Item<SaidCheck>): Kept<'any' | number> {
  const said = below.value.source;
  const asked = own.value.source;
  if (asked === undefined || asked.value === said?.value) return { said, problems: [] };
  if (said === undefined && asked.value !== 'any') return { said: asked, problems: [] };
  const kept = said === undefined ? 'no `source`' : `\`source: ${said.value}\``;
  return {
    said,
    problems: [loosens({ asked: `source: ${asked.value}`, kept, below: said ?? below, own: asked })],
  };
}
