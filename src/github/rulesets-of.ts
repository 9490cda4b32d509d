import type { Known, RulesetInForce, RulesetRule, RulesetSource } from '#model';
import { bypassOf } from './bypass-of.ts';
import type { Looked } from './file-of.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import { type RuleOnRefShape, rulesShape, type SourceShape } from './ruleset-shape.ts';

/** The rulesets in force on a branch, and each one's node id by its number. */
export type RulesetsFound = {
  readonly rulesets: Known<readonly RulesetInForce[]>;
  readonly nodeIds: ReadonlyMap<number, string>;
};

/**
 * The rules at `path`, as REST would show them and by ruleset. All of them or none: more than a page, or one that
 * GitHub hides, leaves it unknown. Only who may bypass may be hidden by itself.
 */
export function rulesetsOf(looked: Looked, path: Path, shape: unknown): RulesetsFound {
  const hole = looked.errors.find((error) => holeAt([error], path) && !error.path.includes(BYPASS_FIELD));
  const parsed = rulesShape.safeParse(shape);
  const rules = parsed.success ? parsed.data.nodes.filter(isInForce) : [];
  if (
    hole ||
    !parsed.success ||
    parsed.data.totalCount !== parsed.data.nodes.length ||
    !rules.every(isWhole)
  ) {
    const why = unknownBecause('the rulesets of the branch', hole);
    return { rulesets: { known: false, why }, nodeIds: new Map() };
  }
  const hidden = looked.errors.some((error) => holeAt([error], path));
  const byId = new Map(rules.map(({ repositoryRuleset: ruleset }) => [ruleset.databaseId, ruleset]));
  const value = [...byId.values()].map((ruleset) => inForce(looked, { ruleset, rules, hidden }));
  return {
    rulesets: { known: true, value },
    nodeIds: new Map([...byId].map(([number, { id }]) => [number, id])),
  };
}

const BYPASS_FIELD = 'bypassActors';

/** GitHub's page says active ones only; one that is tried out binds nobody. */
function isInForce({ repositoryRuleset }: RuleOnRefShape): boolean {
  return repositoryRuleset.enforcement === 'ACTIVE';
}

const NEED_PARAMETERS: readonly string[] = ['REQUIRED_STATUS_CHECKS', 'PULL_REQUEST', 'REQUIRED_DEPLOYMENTS'];

function isWhole({ type, parameters }: RuleOnRefShape): boolean {
  return !NEED_PARAMETERS.includes(type) || (parameters !== null && parameters !== undefined);
}

type Of = {
  readonly ruleset: RuleOnRefShape['repositoryRuleset'];
  readonly rules: readonly RuleOnRefShape[];
  readonly hidden: boolean;
};

function inForce(looked: Looked, { ruleset, rules, hidden }: Of): RulesetInForce {
  const { databaseId: id, name, bypassActors } = ruleset;
  const source = sourceOf(ruleset.source);
  return {
    id,
    name,
    source,
    rules: rules.filter(({ repositoryRuleset }) => repositoryRuleset.databaseId === id).map(ruleOf),
    bypass: hidden ? 'notVisible' : bypassOf({ access: looked.access, source }, bypassActors),
  };
}

function sourceOf(shape: SourceShape): RulesetSource {
  if (shape.__typename === 'Repository') return { kind: 'repository', name: shape.nameWithOwner ?? '' };
  if (shape.__typename === 'Organization') return { kind: 'organisation', name: shape.login ?? '' };
  return { kind: 'enterprise', name: '' };
}

function ruleOf({ type, parameters }: RuleOnRefShape): RulesetRule {
  const { __typename: kind, ...values } = parameters ?? { __typename: '' };
  const asked = kind === '' || Object.keys(values).length === 0 ? {} : { parameters: snakeCased(values) };
  return { type: type.toLowerCase(), ...asked };
}

type Values = Readonly<Record<string, unknown>>;

/** REST's names for GraphQL's fields; what is null here is absent there. */
function snakeCased(values: Values): Values {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [snakeCase(key), inside(value)]));
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === 'object' && value !== null ? snakeCased(value as Values) : value;
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
