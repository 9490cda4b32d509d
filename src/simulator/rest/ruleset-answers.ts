import { rulesetShape, rulesetSummary } from '../shapes/ruleset.ts';
import { notFound, Refusal } from '../server/refusal.ts';
import type { Ruleset, RulesetContent, RulesetKind } from '../world/ruleset-state.ts';
import {
  changeRuleset,
  createRuleset,
  mayWriteRuleset,
  removeRuleset,
  type RulesetPlace,
} from '../world/rulesets.ts';
import { page } from './page.ts';
import type { Answer, Call } from './route.ts';
import { changedRuleset, newRuleset } from './ruleset-body.ts';
import { senderOf } from './sender.ts';

/** @param shown the rulesets that the caller asks about; `targets` leaves some of them */
export function listRulesets(call: Call, shown: readonly Ruleset[]): Answer {
  const targets = call.query.get('targets')?.split(',');
  const asked = shown.filter(({ target }) => targets === undefined || targets.includes(target));
  const { items, headers } = page(call, asked);
  return { status: 200, body: items.map((ruleset) => rulesetSummary(call.state, ruleset)), headers };
}

export function rulesetAnswer(call: Call, shown: readonly Ruleset[]): Answer {
  return { status: 200, body: shapeFor(call, rulesetIn(call, shown)) };
}

export function postRuleset(call: Call, place: RulesetPlace): Answer {
  const content = newRuleset(kindOf(place), call.body);
  if (place.rulesets.size >= MOST_RULESETS)
    throw refused('base', `Only ${MOST_RULESETS} rulesets are allowed`);
  fits(call, place, content);
  const ruleset = createRuleset(call.state, { place, by: senderOf(call) }, content);
  return { status: 201, body: shapeFor(call, ruleset) };
}

export function putRuleset(call: Call, place: RulesetPlace): Answer {
  const ruleset = rulesetIn(call, [...place.rulesets.values()]);
  const change = changedRuleset(kindOf(place), call.body, ruleset.target);
  fits(call, place, { ...change, id: ruleset.id });
  changeRuleset(call.state, { place, by: senderOf(call), ruleset }, change);
  return { status: 200, body: shapeFor(call, ruleset) };
}

export function deleteRuleset(call: Call, place: RulesetPlace): Answer {
  const ruleset = rulesetIn(call, [...place.rulesets.values()]);
  removeRuleset(call.state, { place, by: senderOf(call), ruleset });
  return { status: 204 };
}

/** Who bypasses it is not told, not even as null, to whoever could not write the ruleset. */
function shapeFor({ state, caller }: Call, ruleset: Ruleset): Readonly<Record<string, unknown>> {
  const { bypass_actors: actors, ...rest } = rulesetShape(state, ruleset);
  return mayWriteRuleset(state, caller, ruleset) ? { ...rest, bypass_actors: actors } : rest;
}

function rulesetIn({ params }: Call, rulesets: readonly Ruleset[]): Ruleset {
  const found = rulesets.find(({ id }) => id === Number(params['ruleset_id']));
  if (found === undefined) throw notFound();
  return found;
}

function kindOf({ sourceType }: RulesetPlace): RulesetKind {
  return sourceType === 'Organization' ? 'Organization' : 'Repository';
}

const MOST_RULESETS = 75;

/** A name stands once in each place; trying a ruleset out is for enterprises (the exact words are not documented). */
function fits(
  { state }: Call,
  place: RulesetPlace,
  asked: Partial<RulesetContent> & { readonly id?: number },
): void {
  const taken = [...place.rulesets.values()].some(({ name, id }) => name === asked.name && id !== asked.id);
  if (taken) throw refused('name', 'Name must be unique');
  const owner = place.source.split('/')[0] ?? '';
  if (asked.enforcement !== 'evaluate' || state.organisations.get(owner)?.plan === 'enterprise') return;
  throw refused('enforcement', 'Enforcement evaluate option is not supported on this plan');
}

function refused(field: string, message: string): Refusal {
  const errors = [{ resource: 'RepositoryRuleset', code: 'custom', field, message }];
  return new Refusal(422, 'Validation Failed', { errors });
}
