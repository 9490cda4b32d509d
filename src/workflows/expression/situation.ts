import type { Value } from './value.ts';
import { known, partly, record, UNKNOWN } from './value.ts';

/** What is known of the repository beforehand. `repository` is `owner/name`, null where nobody told. */
export type Setting = { readonly branch: string; readonly repository: string | null };

/**
 * What is known of one delivery of an event. Null: not known, so it may be either. `actor` and `headBranch`
 * are a name, or "none of these".
 */
export type Situation = {
  readonly event: string;
  readonly activity: string | null;
  readonly draft: boolean | null;
  readonly fork: boolean | null;
  readonly actor: Named;
  readonly headBranch: Named;
};

export type Named = { readonly is: string } | { readonly not: readonly string[] };

export const ANYONE: Named = { not: [] };

/** An event of which nothing but its name is known. */
export function anySituation(event: string): Situation {
  return { event, activity: null, draft: null, fork: null, actor: ANYONE, headBranch: ANYONE };
}

const PULL_EVENTS = new Set([
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
]);
const NOTHING = known(null);
/** Members of `github.event` that only other events carry. */
const OF_OTHER_EVENTS = [
  'inputs',
  'schedule',
  'release',
  'workflow_run',
  'issue',
  'client_payload',
  'deployment',
];

/** The `github` context of a situation: https://docs.github.com/actions/reference/contexts-reference#github-context */
export function githubContext(
  situation: Situation,
  setting: Setting,
  workflowName: string | undefined,
): Value {
  const repository = whose(setting.repository, 'repository');
  const actor = named(situation.actor);
  const pull = PULL_EVENTS.has(situation.event);
  return record({
    event_name: known(situation.event),
    repository,
    repository_owner: whose(ownerOf(setting), 'owner'),
    actor,
    triggering_actor: actor,
    base_ref: known(pull ? setting.branch : ''),
    head_ref: pull ? named(situation.headBranch) : known(''),
    ref_type: known('branch'),
    workflow: workflowName === undefined ? UNKNOWN : known(workflowName),
    event: eventContext(situation, setting, repository),
    ...refs(situation, setting),
  });
}

function refs({ event, headBranch }: Situation, { branch }: Setting): Readonly<Record<string, Value>> {
  if (event === 'pull_request_target') return {};
  if (PULL_EVENTS.has(event)) {
    return { ref: partly(['refs/pull/', null, '/merge']), ref_name: partly([null, '/merge']) };
  }
  if (event === 'merge_group') {
    const queue = `gh-readonly-queue/${branch}/`;
    return { ref: partly([`refs/heads/${queue}`, null]), ref_name: partly([queue, null]) };
  }
  // A push that puts a check on a pull request's head is a push to another branch than the base.
  if ('is' in headBranch)
    return { ref: known(`refs/heads/${headBranch.is}`), ref_name: known(headBranch.is) };
  const others = [branch, ...headBranch.not];
  return {
    ref: partly(
      ['refs/heads/', null],
      others.map((name) => `refs/heads/${name}`),
    ),
    ref_name: partly([null], others),
  };
}

function eventContext(situation: Situation, setting: Setting, repository: Value): Value {
  const none = OF_OTHER_EVENTS.filter((name) => name !== situation.event).map(
    (name) => [name, NOTHING] as const,
  );
  const pull = PULL_EVENTS.has(situation.event);
  return record({
    ...Object.fromEntries(none),
    action: situation.activity === null ? UNKNOWN : known(situation.activity),
    repository: record({ full_name: repository }),
    sender: record({ login: named(situation.actor) }),
    pull_request: pull ? pullContext(situation, setting, repository) : NOTHING,
    ...(pull ? { head_commit: NOTHING, commits: NOTHING } : {}),
  });
}

function pullContext(situation: Situation, setting: Setting, repository: Value): Value {
  const fork = flag(situation.fork);
  return record({
    draft: flag(situation.draft),
    merged: known(false),
    state: known('open'),
    user: record({ login: named(situation.actor) }),
    base: record({ ref: known(setting.branch), repo: record({ full_name: repository }) }),
    head: record({
      ref: named(situation.headBranch),
      user: record({ login: headOf(situation.fork, ownerOf(setting), 'owner') }),
      repo: record({
        fork,
        full_name: headOf(situation.fork, setting.repository, 'repository'),
        owner: record({ login: headOf(situation.fork, ownerOf(setting), 'owner') }),
      }),
    }),
  });
}

function ownerOf({ repository }: Setting): string | null {
  return repository?.split('/')[0] ?? null;
}

/** A name that nobody told is still equal to itself, and different from the fork's. */
function whose(name: string | null, tag: string): Value {
  return name === null ? partly([null], [], tag) : known(name);
}

function headOf(fork: boolean | null, name: string | null, tag: string): Value {
  if (fork === null) return UNKNOWN;
  if (!fork) return whose(name, tag);
  return partly([null], name === null ? [] : [name], `another ${tag}`);
}

function flag(value: boolean | null): Value {
  return value === null ? UNKNOWN : known(value);
}

function named(name: Named): Value {
  return 'is' in name ? known(name.is) : partly([null], name.not);
}
