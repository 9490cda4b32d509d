import type { Place, Problem } from '#model';
import { shortened } from './found.ts';
import { LISTS, type Item, type Layer } from './layer.ts';
import type { PolicyFile } from './policy-file.ts';

type Said = { readonly key: string; readonly name: string; readonly place: Place };

/** What a list of the file names more than once, and what a file both requires and does not, at the second place. */
export function saidTwice(policy: PolicyFile): readonly Problem[] {
  const exempt = (policy.exempt?.value ?? []).map(({ glob, until, place }) => ({
    key: `${glob.toLowerCase()} ${until ?? ''}`,
    name: glob,
    place,
  }));
  return [policy.own, ...policy.blocks.map(({ layer }) => layer)]
    .flatMap(inLayer)
    .concat(repeated(exempt))
    .toSorted((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0));
}

function inLayer(layer: Layer): readonly Problem[] {
  const lists = LISTS.filter((list) => list !== 'required_checks' && list !== 'optional_checks');
  const checks = [...(layer.required_checks?.items ?? []), ...(layer.optional_checks?.items ?? [])];
  return [...lists.map((list) => layer[list]?.items ?? []), checks].flatMap((items) =>
    repeated(items.flatMap(saidOf)),
  );
}

function saidOf({ key, value, place }: Item<unknown>): readonly Said[] {
  return place === null ? [] : [{ key, name: nameOf(value), place }];
}

/** A check's name, an actor's, or the text itself. */
function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('name' in value)) return String(value);
  const { name } = value as {
    readonly name: string | { readonly check?: string; readonly context?: string };
  };
  return typeof name === 'string' ? name : (name.context ?? name.check ?? '');
}

function repeated(all: readonly Said[]): readonly Problem[] {
  const lines = new Map<string, number>();
  return all.flatMap(({ key, name, place }) => {
    const earlier = lines.get(key);
    if (earlier === undefined) {
      lines.set(key, place.line);
      return [];
    }
    const detail = `\`${shortened(name)}\` is in the list already, on line ${earlier}.`;
    return [{ code: 'policy_duplicate' as const, detail, place }];
  });
}
