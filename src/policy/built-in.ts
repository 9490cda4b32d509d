import { BUILT_IN_CHECKS } from '#model';
import type { Item, Layer, SaidCheck } from './layer.ts';
import { nameKey } from './name-key.ts';

const ON = { value: true, place: null };
const CHECKS = BUILT_IN_CHECKS.map((check): Item<SaidCheck> => {
  const name = { check, workflow: null };
  return { key: nameKey(name), value: { name }, place: null };
});

/** What is asked of a repository when no file says anything: the lowest layer. */
export const BUILT_IN = {
  mode: { value: 'enforce', place: null },
  via: { value: 'classic', place: null },
  extras: { value: 'keep', place: null },
  branches: { items: [{ key: 'main', value: 'main', place: null }], replaces: false, place: null },
  required_checks: { items: CHECKS, replaces: false, place: null },
  bridge: ON,
  include_admins: ON,
  block_force_pushes: ON,
  block_deletions: ON,
  'pause.by': { value: 'owner', place: null },
  'pause.max': { value: 24, place: null },
  'contention.times': { value: 3, place: null },
  'contention.within': { value: 60, place: null },
} as const satisfies Layer;

/** How many repositories a changed policy may touch before it waits for a person. */
export const BUILT_IN_GUARD = 50;
