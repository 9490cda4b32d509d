import { isDeepStrictEqual } from 'node:util';
import { personNamed, repositoryNamed } from '../world/lookup.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';

type Sender = { readonly by: string };

/** Gives a repository these topics in place of those it has. */
export function setTopics(
  state: State,
  fullName: string,
  { topics, by }: Sender & { readonly topics: readonly string[] },
): void {
  const repository = repositoryNamed(state, fullName);
  const from = repository.topics;
  if (isDeepStrictEqual(from, topics)) return;
  repository.topics = topics;
  const body = { changes: { topics: { from } } };
  state.announce({ event: 'repository', action: 'edited', by: personNamed(state, by), repository, body });
}

/** What GitHub finds to be the language of most of the code; nobody is told. */
export function setLanguage(
  state: State,
  fullName: string,
  { language }: { readonly language: string | null },
): void {
  repositoryNamed(state, fullName).language = language;
}

export type PropertyChange = Sender & {
  /** Custom property → value or values; null takes it away. The others stay. */
  readonly properties: Readonly<Record<string, string | readonly string[] | null>>;
};

/** Sets custom properties of a repository. */
export function setProperties(state: State, fullName: string, { properties, by }: PropertyChange): void {
  const repository = repositoryNamed(state, fullName);
  const before = repository.properties;
  const after = Object.entries({ ...before, ...properties }).filter(([, value]) => value !== null);
  repository.properties = Object.fromEntries(after) as Repository['properties'];
  const names = Object.keys(properties);
  const body = {
    new_property_values: valuesOf(repository.properties, names),
    old_property_values: valuesOf(before, names),
  };
  state.announce({
    event: 'custom_property_values',
    action: 'updated',
    by: personNamed(state, by),
    repository,
    body,
  });
}

function valuesOf(properties: Repository['properties'], names: readonly string[]): readonly object[] {
  return names.map((name) => ({ property_name: name, value: properties[name] ?? null }));
}
