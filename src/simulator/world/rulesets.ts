import { isDeepStrictEqual } from 'node:util';
import { rulesetChanges } from '../shapes/ruleset-changes.ts';
import { rulesetShape } from '../shapes/ruleset.ts';
import { may, mayIn, type Caller } from './caller.ts';
import { enterpriseNamed, findRepository, isoNow, organisationNamed, repositoryNamed } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Repository } from './repository-state.ts';
import type { RepositoryCondition, Ruleset, RulesetContent } from './ruleset-state.ts';
import type { Organisation, Person, State } from './state.ts';
import { watchedWrite } from './watched-write.ts';

/** Where rulesets are kept: by a repository, an organisation or an enterprise. */
export type RulesetPlace = {
  readonly sourceType: Ruleset['sourceType'];
  readonly source: string;
  readonly rulesets: Map<number, Ruleset>;
  readonly repository?: Repository;
  readonly organisation?: Organisation;
};

const ENTERPRISES = 'enterprises/';

/** @param source `owner/name`, an organisation's login, or `enterprises/` and a slug */
export function rulesetPlace(state: State, source: string): RulesetPlace {
  if (source.startsWith(ENTERPRISES)) {
    const { slug, rulesets } = enterpriseNamed(state, source.slice(ENTERPRISES.length));
    return { sourceType: 'Enterprise', source: slug, rulesets };
  }
  if (source.includes('/')) {
    const repository = repositoryNamed(state, source);
    return { sourceType: 'Repository', source, rulesets: repository.rulesets, repository };
  }
  const organisation = organisationNamed(state, source);
  return { sourceType: 'Organization', source, rulesets: organisation.rulesets, organisation };
}

export const ALL_REPOSITORIES: RepositoryCondition = {
  kind: 'name',
  include: ['~ALL'],
  exclude: [],
  protected: false,
};

export function createRuleset(
  state: State,
  { place, by }: { readonly place: RulesetPlace; readonly by: Person },
  content: RulesetContent,
): Ruleset {
  const id = state.nextId();
  const now = isoNow(state);
  const ruleset: Ruleset = {
    id,
    nodeId: nodeId('RepositoryRuleset', id),
    sourceType: place.sourceType,
    source: place.source,
    createdAt: now,
    ...content,
    updatedAt: now,
  };
  watchedWrite(state, under(state, { place, by }), () => void place.rulesets.set(id, ruleset));
  tell(state, { place, by, ruleset }, { action: 'created' });
  return ruleset;
}

export type RulesetAt = { readonly place: RulesetPlace; readonly by: Person; readonly ruleset: Ruleset };

/** Changes what is named and leaves the rest; nothing is announced when nothing differs. */
export function changeRuleset(state: State, at: RulesetAt, change: Partial<RulesetContent>): Ruleset {
  const { ruleset } = at;
  const before = { ...ruleset };
  watchedWrite(state, under(state, at), () => void Object.assign(ruleset, change));
  if (isDeepStrictEqual(before, { ...ruleset })) return ruleset;
  ruleset.updatedAt = isoNow(state);
  tell(state, at, { action: 'edited', changes: rulesetChanges(before, ruleset) });
  return ruleset;
}

export function removeRuleset(state: State, at: RulesetAt): void {
  watchedWrite(state, under(state, at), () => void at.place.rulesets.delete(at.ruleset.id));
  tell(state, at, { action: 'deleted' });
}

/** An App writes no enterprise's. */
function under(state: State, { place, by }: Omit<RulesetAt, 'ruleset'>): Parameters<typeof watchedWrite>[1] {
  const { repository, organisation } = place;
  const all = state.repositories;
  return {
    by,
    over: () =>
      repository === undefined
        ? [...all.values()].filter(({ owner }) => owner === organisation?.login)
        : [repository],
  };
}

/** Who bypasses a ruleset is shown only to whoever could write it; an App never writes an enterprise's. */
export function mayWriteRuleset(state: State, caller: Caller, { sourceType, source }: Ruleset): boolean {
  if (sourceType === 'Enterprise') return false;
  if (sourceType === 'Organization') {
    return mayIn(caller, source, { permission: 'organization_administration', level: 'write' });
  }
  const repository = findRepository(state, source);
  const need = { permission: 'administration', level: 'write' } as const;
  return repository !== undefined && may(caller, repository, need);
}

/**
 * Of an organisation's ruleset the App is told once, without a repository. Of an enterprise's it is told nothing:
 * whether GitHub sends those to an organisation's installation is not documented, so nobody may rely on it.
 */
function tell(
  state: State,
  { place, by, ruleset }: RulesetAt,
  { action, ...rest }: { readonly action: string; readonly changes?: Readonly<Record<string, unknown>> },
): void {
  const { repository, organisation } = place;
  const body = { repository_ruleset: rulesetShape(state, ruleset), ...rest };
  const where = {
    ...(repository === undefined ? {} : { repository }),
    ...(organisation === undefined ? {} : { organisation }),
  };
  state.announce({ event: 'repository_ruleset', action, by, ...where, body });
}
