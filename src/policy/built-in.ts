import { BUILT_IN_CHECKS, type Wanted, type WantedCheck } from '#model';

/** What is asked of a repository when no file says anything. */
export const BUILT_IN: Wanted = {
  exempt: 'no',
  mode: { value: 'enforce', origin: null },
  branches: [{ value: 'main', origin: null }],
  checks: BUILT_IN_CHECKS.map((check): WantedCheck => ({
    name: { check, workflow: null },
    source: null,
    when: 'always',
    origin: null,
  })),
  strict: null,
  includeAdmins: { value: true, origin: null },
  bridge: { value: true, origin: null },
  blockForcePushes: { value: true, origin: null },
  blockDeletions: { value: true, origin: null },
};
