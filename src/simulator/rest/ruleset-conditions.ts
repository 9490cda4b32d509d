import { invalid } from '../server/refusal.ts';
import type {
  PropertyTarget,
  RepositoryCondition,
  RulesetContent,
  RulesetKind,
} from '../world/ruleset-state.ts';
import { flag, isObject, texts, wrongType, type Body } from './body.ts';

type Conditions = Partial<Pick<RulesetContent, 'include' | 'exclude' | 'repositories'>>;
type Aim = { readonly kind: RulesetKind; readonly target: RulesetContent['target'] };

const WAYS = ['repository_name', 'repository_id', 'repository_property'];

/** Which branches, and for an organisation which repositories: by exactly one of three ways. */
export function conditionsIn(body: Body, { kind, target }: Aim): Conditions {
  const { conditions } = body;
  if (!isObject(conditions)) throw wrongType(body, 'conditions', 'an object');
  const strange = Object.keys(conditions).find((key) => key !== 'ref_name' && !WAYS.includes(key));
  if (strange !== undefined) throw invalid(`"${strange}" is not a permitted key.`);
  const ways = WAYS.filter((key) => key in conditions);
  if (kind === 'Repository' && ways.length > 0) throw invalid(`"${String(ways[0])}" is not a permitted key.`);
  if (kind === 'Organization' && ways.length !== 1) {
    throw invalid('Conditions need exactly one of repository_name, repository_id and repository_property.');
  }
  return {
    ...refsIn(conditions, target),
    ...(kind === 'Organization' ? { repositories: repositoriesIn(conditions) } : {}),
  };
}

/** Rulesets for pushes and for repositories themselves say nothing of branches. */
function refsIn(conditions: Body, target: Aim['target']): Conditions {
  const refs = conditions['ref_name'];
  if (refs === undefined && (target === 'push' || target === 'repository')) return {};
  if (!isObject(refs)) throw wrongType(conditions, 'ref_name', 'an object');
  const named = { include: texts(refs, 'include'), exclude: texts(refs, 'exclude') };
  const strange = [...named.include, ...named.exclude].find(
    (ref) => !/^(refs\/|~ALL$|~DEFAULT_BRANCH$)/.test(ref),
  );
  if (strange !== undefined) throw invalid(`Invalid target patterns: '${strange}'`);
  return named;
}

function repositoriesIn(conditions: Body): RepositoryCondition {
  const [key = ''] = WAYS.filter((way) => way in conditions);
  const said = conditions[key];
  // An array, as older clients sent, is refused: https://github.com/octokit/rest.js/issues/331
  if (!isObject(said)) throw wrongType(conditions, key, 'an object');
  if (key === 'repository_id') return { kind: 'id', ids: idsIn(said) };
  if (key === 'repository_property') {
    return {
      kind: 'property',
      include: propertiesIn(said, 'include'),
      exclude: propertiesIn(said, 'exclude'),
    };
  }
  const names = { include: texts(said, 'include'), exclude: texts(said, 'exclude') };
  return { kind: 'name', ...names, protected: flag(said, 'protected') };
}

function idsIn(said: Body): readonly number[] {
  const ids = said['repository_ids'];
  if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id))) {
    throw wrongType(said, 'repository_ids', 'an array of integers');
  }
  return ids as readonly number[];
}

function propertiesIn(said: Body, key: 'include' | 'exclude'): readonly PropertyTarget[] {
  const targets = said[key] ?? [];
  if (!Array.isArray(targets)) throw wrongType(said, key, 'an array');
  return targets.map((target: unknown) => {
    if (!isObject(target) || typeof target['name'] !== 'string') throw invalid('"name" wasn\'t supplied.');
    const { source } = target;
    if (source !== undefined && source !== 'custom' && source !== 'system')
      throw wrongType(target, 'source', 'known');
    const named = { name: target['name'], property_values: texts(target, 'property_values') };
    return source === undefined ? named : { ...named, source };
  });
}
