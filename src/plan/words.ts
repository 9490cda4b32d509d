import { ACTIONS_APP, type Change, type Dimension, type Origin, type RequiredContext } from '#model';

/** One row of "what was different": plain text, for every surface to set in its own way. */
export type ChangeWords = {
  readonly setting: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
};

const SETTINGS: Readonly<Record<Dimension, string>> = {
  required_checks: 'Required checks',
  strict: 'Branches must be up to date',
  include_admins: 'Administrators included',
  force_pushes: 'Force pushes',
  deletions: 'Deletion of the branch',
};

const STATES: Readonly<
  Record<Exclude<Dimension, 'required_checks'>, { readonly on: string; readonly off: string }>
> = {
  strict: { on: 'required', off: 'not required' },
  include_admins: { on: 'yes', off: 'no' },
  force_pushes: { on: 'blocked', off: 'allowed' },
  deletions: { on: 'blocked', off: 'allowed' },
};

/** A change in words: the setting, its state before and after, and the policy lines that ask for it. */
export function changeWords(change: Change): ChangeWords {
  const because = [...new Set(change.because.map(originWords))].join(', ');
  const setting = SETTINGS[change.dimension];
  if (change.dimension === 'required_checks') {
    return { setting, before: contextsWords(change.before), after: contextsWords(change.after), because };
  }
  const states = STATES[change.dimension];
  const before = change.before === null ? 'no rule' : change.before ? states.on : states.off;
  return { setting, before, after: change.after ? states.on : states.off, because };
}

/** Where a value of the policy was written. */
export function originWords(origin: Origin): string {
  return origin === null ? 'built-in policy' : `${origin.file}:${origin.line}`;
}

/** Contexts with the App they are pinned to, if any. */
function contextsWords(contexts: readonly RequiredContext[] | null): string {
  if (contexts === null) return 'no rule';
  if (contexts.length === 0) return 'none';
  return contexts.map(contextWords).join(', ');
}

function contextWords({ context, source }: RequiredContext): string {
  return source === 'any' ? context : `${context} (${appWords(source)})`;
}

/** The App that a check must come from, as people know it. */
export function appWords(app: number): string {
  return app === ACTIONS_APP ? 'GitHub Actions' : `App ${app}`;
}
