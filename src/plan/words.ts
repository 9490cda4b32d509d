import {
  ACTIONS_APP,
  type ActorList,
  type Change,
  type Dimension,
  type Flag,
  type Held,
  type Origin,
  type RequiredContext,
  type Setting,
  type SettingValues,
} from '#model';

/** One row of "what was different": plain text, for every surface to set in its own way. */
export type ChangeWords = {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
};

const YES: OnOff = { on: 'yes', off: 'no' };
const REQUIRED: OnOff = { on: 'required', off: 'not required' };
const BLOCKED: OnOff = { on: 'blocked', off: 'allowed' };
type OnOff = { readonly on: string; readonly off: string };

/** Each dimension as people know it from GitHub's settings page. */
const NAMES: Readonly<Record<Dimension, string>> = {
  required_checks: 'Required checks',
  strict: 'Branches must be up to date',
  include_admins: 'Administrators included',
  block_force_pushes: 'Force pushes',
  block_deletions: 'Deletion of the branch',
  block_creations: 'Creation of matching branches',
  block_fork_syncing: 'Fork syncing',
  linear_history: 'Linear history',
  signatures: 'Signed commits',
  conversation_resolution: 'Conversations resolved',
  lock_branch: 'Branch locked',
  'reviews.required': 'Pull request before merging',
  'reviews.code_owners': 'Review by code owners',
  'reviews.dismiss_stale': 'Stale approvals dismissed',
  'reviews.last_push': 'Approval of the last push',
  'reviews.count': 'Approvals',
  deployments: 'Deployments before merging',
  push: 'Who may push',
  force_push: 'Who may force push',
  'reviews.dismissers': 'Who may dismiss reviews',
  'reviews.bypassers': 'Who may bypass pull requests',
};

const STATES: Readonly<Record<Flag, OnOff>> = {
  strict: REQUIRED,
  include_admins: YES,
  block_force_pushes: BLOCKED,
  block_deletions: BLOCKED,
  block_creations: BLOCKED,
  block_fork_syncing: BLOCKED,
  linear_history: REQUIRED,
  signatures: REQUIRED,
  conversation_resolution: REQUIRED,
  lock_branch: YES,
  'reviews.required': REQUIRED,
  'reviews.code_owners': REQUIRED,
  'reviews.dismiss_stale': YES,
  'reviews.last_push': REQUIRED,
};

/** How a value of each dimension is said: one forgotten here does not compile. */
const SAY: { readonly [D in Dimension]: (value: Held[D]) => string } = {
  ...saidOfFlags(),
  required_checks: (contexts) => listWords(contexts.map(contextWords)),
  'reviews.count': String,
  deployments: listWords,
  push: actorWords,
  force_push: actorWords,
  'reviews.dismissers': actorWords,
  'reviews.bypassers': actorWords,
};

function saidOfFlags(): Readonly<Record<Flag, (on: boolean) => string>> {
  const said = Object.entries(STATES).map(([flag, { on, off }]) => [
    flag,
    (value: boolean) => (value ? on : off),
  ]);
  return Object.fromEntries(said) as Record<Flag, (on: boolean) => string>;
}

/** A change in words: the setting, its state before and after, and the policy lines that ask for it. */
export function changeWords(change: Change): ChangeWords {
  const because = [...new Set(change.because.map(originWords))].join(', ');
  const { dimension, before, after } = change;
  return {
    setting: NAMES[dimension],
    before: before === null ? 'no rule' : heldWords(dimension, before),
    after: heldWords(dimension, after),
    because,
  };
}

/** A value that a branch has in a dimension. */
function heldWords<D extends Dimension>(dimension: D, value: Held[D]): string {
  return SAY[dimension](value);
}

/** A value that a policy asks for in a setting. */
export function wantedWords<S extends Setting>(setting: S, value: SettingValues[S]): string {
  return heldWords(setting, value as Held[S]);
}

/** A dimension as people know it. */
export function dimensionWords(dimension: Dimension): string {
  return NAMES[dimension];
}

/** Where a value of the policy was written. */
export function originWords(origin: Origin): string {
  return origin === null ? 'built-in policy' : `${origin.file}:${origin.line}`;
}

function listWords(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** Contexts with the App they are pinned to, if any. */
function contextWords({ context, source }: RequiredContext): string {
  return source === 'any' ? context : `${context} (${appWords(source)})`;
}

function actorWords(actors: Held[ActorList]): string {
  if (actors === 'everybody') return 'everybody with write access';
  if (actors === 'notVisible') return 'not visible';
  if (actors.length === 0) return 'nobody';
  return actors.map(({ kind, name }) => (kind === 'user' ? name : `${kind} ${name}`)).join(', ');
}

/** The App that a check must come from, as people know it. */
export function appWords(app: number): string {
  return app === ACTIONS_APP ? 'GitHub Actions' : `App ${app}`;
}
