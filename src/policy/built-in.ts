import { BUILT_IN_CHECKS, SETTINGS, type Setting, type Wanted, type WantedCheck } from '#model';

const UNMANAGED = Object.fromEntries(SETTINGS.map((setting) => [setting, null])) as Record<Setting, null>;
const ON = { value: true, origin: null };

/** What is asked of a repository when no file says anything. */
export const BUILT_IN: Wanted = {
  exempt: null,
  mode: { value: 'enforce', origin: null },
  via: { value: 'classic', origin: null },
  extras: { value: 'keep', origin: null },
  branches: [{ value: 'main', origin: null }],
  checks: BUILT_IN_CHECKS.map((check): WantedCheck => ({
    name: { check, workflow: null },
    source: null,
    when: 'always',
    origin: null,
  })),
  optional: [],
  bridge: ON,
  settings: { ...UNMANAGED, include_admins: ON, block_force_pushes: ON, block_deletions: ON },
  pause: { by: { value: 'owner', origin: null }, maxHours: { value: 24, origin: null } },
  contention: {
    times: { value: 3, origin: null },
    withinMinutes: { value: 60, origin: null },
    automation: [],
  },
};
