import { ACTOR_LISTS, type ActorList, type NamedActor, type Problem } from '#model';
import { over, SILENCE, united, type Layer, type Said, type Scalar, type SaidList } from './layer.ts';
import { loosens } from './loosens.ts';
import { isFixed, isLoosest, rankOf } from './strictness.ts';
import { tightenChecks } from './tighten-checks.ts';
import { valueText } from './value-text.ts';

/** What is wanted after a layer, and what the layer asked for in vain. */
export type Tightened = { readonly layer: Layer; readonly problems: readonly Problem[] };

type Key = keyof Layer;

/**
 * What a repository's own file makes of what the organisation wants, where it may only ask for more: it adds
 * checks and branches and makes values stricter. Where it would loosen, what lies below stays, with a problem
 * at that line.
 */
export function tighten(below: Layer, own: Layer): Tightened {
  const parts = (Object.keys(own) as Key[]).map((key) => tightenKey(key, below, own));
  return {
    layer: parts.reduce<Layer>((layer, part) => ({ ...layer, ...part.layer }), below),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function tightenKey(key: Key, below: Layer, own: Layer): Tightened {
  if (key === 'required_checks') return requiredChecks(below, own);
  if (key === 'optional_checks') return { layer: optionalChecks(below, own), problems: [] };
  if (isActorList(key)) return actors(key, below, own);
  if (key === 'branches' || key === 'deployments') return grown(key, below, own);
  if (key === 'contention.automation') return automation(below, own);
  return scalar(key, below, own);
}

function scalar(key: Scalar, below: Layer, own: Layer): Tightened {
  const said: Said<unknown> | undefined = below[key];
  const asked: Said<unknown> | undefined = own[key];
  if (asked === undefined || asked.value === said?.value) return NOTHING;
  if (isStricter(key, below, asked)) return { layer: { [key]: asked }, problems: [] };
  const kept = said === undefined ? 'what is found there' : `\`${key}: ${valueText(key, said.value)}\``;
  const because = said ?? below.extras ?? asked;
  const problem = loosens({
    asked: `${key}: ${valueText(key, asked.value)}`,
    kept,
    below: because,
    own: asked,
  });
  return { layer: SILENCE, problems: [problem] };
}

/** Where nothing was asked, anything asks for more; but with `extras: remove` it could take what is found there away. */
function isStricter(key: Scalar, below: Layer, asked: Said<unknown>): boolean {
  const said: Said<unknown> | undefined = below[key];
  if (isFixed(key)) return false;
  if (said !== undefined) return rankOf(key, asked.value) > rankOf(key, said.value);
  return below.extras?.value !== 'remove' || !isLoosest(asked.value);
}

function requiredChecks(below: Layer, own: Layer): Tightened {
  const asked = own.required_checks;
  const said = below.required_checks;
  if (asked === undefined || said === undefined) return { layer: own, problems: [] };
  const { list, problems } = tightenChecks(said, asked);
  return {
    layer: { required_checks: list },
    problems: [...problems, ...dropped('required_checks', said, asked)],
  };
}

function optionalChecks(below: Layer, own: Layer): Layer {
  const { optional_checks: said } = below;
  const { optional_checks: asked } = own;
  return over(
    said === undefined ? SILENCE : { optional_checks: said },
    asked === undefined ? SILENCE : { optional_checks: asked },
  );
}

/** More branches and more environments ask for more. */
function grown(key: 'branches' | 'deployments', below: Layer, own: Layer): Tightened {
  const said = below[key];
  const asked = own[key];
  if (asked === undefined) return NOTHING;
  if (said === undefined) return { layer: { [key]: asked }, problems: [] };
  const known = new Set(said.items.map((item) => item.key));
  const added = asked.items.filter((item) => !known.has(item.key));
  const place = added.length === 0 ? said.place : asked.place;
  const list = { ...said, items: united(said.items, added), place };
  return { layer: { [key]: list }, problems: dropped(key, said, asked) };
}

/** A list that would replace the one below loses what it does not name. */
function dropped(key: string, said: SaidList<unknown>, asked: SaidList<unknown>): readonly Problem[] {
  const named = new Set(asked.items.map((item) => item.key));
  const lost = said.items.find((item) => !named.has(item.key));
  if (!asked.replaces || lost === undefined) return [];
  return [loosens({ asked: `replace: [${key}]`, kept: `the list \`${key}\``, below: lost, own: asked })];
}

/** Whom a list below excepts already; undefined: everybody, so that any list asks for more. */
function excepted(key: ActorList, below: Layer): SaidList<NamedActor> | undefined {
  const blocks = key === 'force_push' ? below.block_force_pushes : below['reviews.required'];
  const isException = key === 'force_push' || key === 'reviews.bypassers';
  if (below[key] !== undefined || !isException || blocks?.value !== true) return below[key];
  return { items: [], replaces: false, place: blocks.place };
}

/** The fewer are excepted, the stricter. A list that names somebody else changes nothing. */
function actors(key: ActorList, below: Layer, own: Layer): Tightened {
  const said = excepted(key, below);
  const asked = own[key];
  if (asked === undefined) return NOTHING;
  const known = new Set(said?.items.map((item) => item.key));
  const other = said === undefined ? undefined : asked.items.find((item) => !known.has(item.key));
  if (said !== undefined && other !== undefined) {
    const problem = loosens({
      asked: `${key}: ${other.key}`,
      kept: `the list \`${key}\``,
      below: said,
      own: other,
    });
    return { layer: SILENCE, problems: [problem] };
  }
  const isSame = below[key]?.items.length === asked.items.length;
  return { layer: isSame ? SILENCE : { [key]: asked }, problems: [] };
}

function automation(below: Layer, own: Layer): Tightened {
  const known = new Set(below['contention.automation']?.items.map((item) => item.key));
  const other = own['contention.automation']?.items.find((item) => !known.has(item.key));
  if (other === undefined) return NOTHING;
  const kept = 'the list `contention.automation`';
  const said = below['contention.automation'] ?? { place: null };
  return {
    layer: SILENCE,
    problems: [loosens({ asked: `contention.automation: ${other.value}`, kept, below: said, own: other })],
  };
}

function isActorList(key: Key): key is ActorList {
  return ACTOR_LISTS.some((each) => each === key);
}

const NOTHING: Tightened = { layer: SILENCE, problems: [] };
