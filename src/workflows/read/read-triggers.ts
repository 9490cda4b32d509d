import { readGlob } from '../trigger/glob.ts';
import type { Filter, FilterPattern } from '../trigger/filter.ts';
import { entryOf, textsOf, type Entry, type Fault, type Tree } from './tree.ts';
import type { Trigger } from './workflow.ts';

/** Collects what GitHub refuses about filters and the parser does not see. */
type Faults = Fault[];

/** Reads `on:` in its three forms: a name, a list of names, a map. */
export function readTriggers(on: Entry | undefined, faults: Faults): readonly Trigger[] {
  if (!on) return [];
  if (on.value.kind !== 'map') {
    const items = on.value.kind === 'list' ? on.value.items : [on.value];
    return items.flatMap((item) => textsOf(item).map((event) => bare(event, item)));
  }
  return on.value.entries.map((entry) => readTrigger(entry, faults));
}

function bare(event: string, { spot }: Tree): Trigger {
  return { event, spot, branches: null, tags: null, paths: null, types: null, typesSpot: spot };
}

function readTrigger(entry: Entry, faults: Faults): Trigger {
  const types = entryOf(entry.value, 'types');
  return {
    event: entry.key,
    spot: entry.spot,
    branches: readFilter(entry, 'branches', faults),
    tags: readFilter(entry, 'tags', faults),
    paths: readFilter(entry, 'paths', faults),
    types: types ? textsOf(types.value) : null,
    typesSpot: types?.spot ?? entry.spot,
  };
}

function readFilter(event: Entry, key: string, faults: Faults): Filter | null {
  const include = entryOf(event.value, key);
  const ignore = entryOf(event.value, `${key}-ignore`);
  const chosen = include ?? ignore;
  if (!chosen) return null;
  const path = ['on', event.key, chosen.key];
  if (include && ignore) {
    const message = `"${event.key}" has both "${key}" and "${key}-ignore", which GitHub refuses: use "!" patterns in "${key}"`;
    faults.push({ ...ignore.spot, message, path });
  }
  const patterns = textsOf(chosen.value).flatMap((text) => {
    const pattern = readPattern(text);
    if (!pattern) faults.push({ ...chosen.spot, message: `"${text}" is not a valid filter pattern`, path });
    return pattern ? [pattern] : [];
  });
  return { key: chosen.key, ignore: chosen === ignore, patterns, spot: chosen.spot };
}

function readPattern(text: string): FilterPattern | null {
  const negated = text.startsWith('!');
  const glob = readGlob(negated ? text.slice(1) : text);
  return glob && { glob, negated };
}
