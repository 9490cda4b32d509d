import type { Cause, Wake } from '#model';
import type { Result } from '#report';
import { isPolicyRepository } from './policies.ts';
import type { Run } from './run-of.ts';

/** The events by which an organisation's run, and a run after another, wake a repository. */
const FROM_ORGANISATION = 'sweep';
const CONTINUED = 'continued';

/**
 * Whether what is missing is the organisation's ruleset to hold: its run writes that, and then wakes the repository to
 * tell. What the organisation's run itself asked for is told at once.
 */
export function isForOrganisation({ causes }: Pick<Run, 'causes'>, results: readonly Result[]): boolean {
  if (causes.some(({ event, command }) => event === FROM_ORGANISATION || command !== undefined)) return false;
  return results.some(({ plan, stopped }) => plan.needsOrganisation && stopped === null);
}

/** What has to be looked at because of this run: the organisation, or the same repository for its next step. */
export function wakesAfter(run: Run, results: readonly Result[]): readonly Wake[] {
  const { snapshot, causes, policy } = run;
  const { owner, name } = snapshot.repo;
  const { installation } = snapshot.access;
  const [cause] = causes;
  if (cause === undefined) return [];
  const isSwept = causes.some(({ event }) => event === FROM_ORGANISATION);
  const asksOrganisation = results.some(({ plan, stopped }) => plan.needsOrganisation && stopped === null);
  const isUnseen = policy.unweighed && !isOnItsWay(run);
  const isAsked = !isSwept && (asksOrganisation || isUnseen);
  const org: readonly Wake[] =
    isAsked || leaves(policy, results)
      ? [{ ...wakeOf(cause, 'policy'), installation, key: { kind: 'org', org: owner } }]
      : [];
  const goesOn = results.some(({ plan, receipt }) => plan.continues && receipt?.refused === null);
  const again: readonly Wake[] = goesOn
    ? [{ ...wakeOf(cause, CONTINUED), installation, key: { kind: 'repo', repo: { owner, name } } }]
    : [];
  return [...org, ...again];
}

/** The push of a policy wakes the organisation by itself. */
function isOnItsWay({ snapshot, causes }: Run): boolean {
  return isPolicyRepository(snapshot.repo) && causes.some(({ event }) => event === 'push');
}

/** What was written here may be the last that the organisation's ruleset was still needed for. */
function leaves({ leaving }: Run['policy'], results: readonly Result[]): boolean {
  return leaving !== null && results.some(({ receipt }) => receipt?.refused === null);
}

function wakeOf({ delivery, actor }: Cause, event: string): Pick<Wake, 'cause' | 'priority'> {
  return { cause: { delivery, event, actor }, priority: 'live' };
}
