import { createHash } from 'node:crypto';
import type { BridgeObstacle, Explanation, Remedy, Stuck } from '#plan';
import { code, cut, plain, sentence } from './markdown.ts';
import type { Annotation, CheckRun } from './publisher.ts';

/** The name of the check run that explains a pull request's required checks. It is never required itself. */
export const EXPLANATION = 'mainstay / required checks';
const LIMIT = 65_000;
const ANNOTATIONS = 50;

/** What keeps a required check away, what to do, and what merging changes. */
export function renderExplanation(explanation: Explanation, sha: string): CheckRun {
  const parts = [...stuckText(explanation), ...changesText(explanation)];
  return {
    sha,
    name: EXPLANATION,
    conclusion: explanation.stuck.length > 0 ? 'action_required' : 'neutral',
    title: plain(titleOf(explanation), 200),
    summary: cut(parts.join('\n\n'), LIMIT),
    text: '',
    fingerprint: explanationMark(explanation),
    buttons: [],
    annotations: explanation.stuck.flatMap(annotationOf).slice(0, ANNOTATIONS),
  };
}

/** What an explanation says, as a short word. */
export function explanationMark(explanation: Explanation): string {
  const hash = createHash('sha256').update(JSON.stringify(explanation)).digest('hex');
  return `e1:${hash.slice(0, 32)}`;
}

/** Said once, when what was explained is over. */
export function renderResolved(sha: string): CheckRun {
  return {
    sha,
    name: EXPLANATION,
    conclusion: 'success',
    title: 'Every required check has reported or can report',
    summary: 'What was explained here is over: no required check waits for something that will not come.',
    text: '',
    fingerprint: 'e1:resolved',
    buttons: [],
    annotations: [],
  };
}

function titleOf({ stuck, vanish, unreportable, appear }: Explanation): string {
  if (stuck.length > 0)
    return `Waits for ${names(stuck.map(({ context }) => context))}, which will not report`;
  if (unreportable.length > 0) {
    return `When merged, ${names(unreportable.map(({ context }) => context))} can never report again`;
  }
  return `When merged: ${appear.length} new, ${vanish.length} vanished`;
}

function names(contexts: readonly string[]): string {
  const [first = '', ...more] = contexts;
  return more.length === 0 ? `"${first}"` : `"${first}" and ${more.length} more`;
}

function stuckText({ stuck, branch }: Explanation): readonly string[] {
  if (stuck.length === 0) return [];
  const lines = stuck.map(({ context, why, remedy }) =>
    [`- ${code(context)}: ${sentence(why)}.`, `  ${remedyText(remedy, { context, branch })}`].join('\n'),
  );
  return [`These checks are required on ${code(branch)} and will not report on this pull request:`, ...lines];
}

type About = { readonly context: string; readonly branch: string };

function remedyText(remedy: Remedy, { context, branch }: About): string {
  switch (remedy.kind) {
    case 'accept':
      return 'An administrator of the repository can comment `/mainstay accept`: until this pull request is merged or closed, for 24 hours at most, the check is not required.';
    case 'by-hand':
      return `A person requires it, so Mainstay leaves it alone: take ${code(context)} out of the required checks of ${code(branch)} by hand (Settings, Branches).`;
    case 'resolve-conflict':
      return `Merge ${code(branch)} into the pull request's branch, or rebase it, and push.`;
    case 'bridge':
      return BRIDGE[remedy.because];
    case 'fix':
      return remedy.fix === null
        ? 'Let a workflow that runs on pull requests report it, or take it out of the policy.'
        : sentence(remedy.fix.text);
  }
}

const BRIDGE: Readonly<Record<BridgeObstacle, string>> = {
  policy:
    'The policy says `bridge: false`, so Mainstay does not report it instead: let the workflow run on every pull request and skip its steps.',
  'files-unknown':
    'GitHub does not list all changed files, so Mainstay does not report it instead: split the pull request, or let the workflow run on every one.',
  'edits-workflows':
    'The pull request edits workflows, so Mainstay does not report it instead: change a file that the filter names as well, or put the edit into a pull request of its own.',
  'set-by-people':
    'A person requires it, so Mainstay does not report it instead: let the workflow run on every pull request, or take the check out by hand.',
  pinned:
    'It is required from one App, so Mainstay cannot report it instead: let the workflow run on every pull request.',
  'commit-unknown':
    'GitHub does not show all that was reported on this commit, so Mainstay does not report it instead: push another commit.',
  reported: 'Something else reports under this name on this commit.',
  started: 'A workflow has started and may still report it: approve it if it waits for approval.',
  'other-branch':
    'The same commit is proposed to another protected branch, so Mainstay does not report it instead: close one of the pull requests.',
};

function changesText({ appear, vanish, unreportable, branch }: Explanation): readonly string[] {
  const required = vanish.filter((one) => one.required).map(({ context }) => context);
  const others = vanish.filter((one) => !one.required).map(({ context }) => context);
  return [
    ...listed('New names when this is merged:', appear),
    ...listed(`Required on ${code(branch)}, and gone when this is merged:`, required),
    ...listed('Gone when this is merged:', others),
    ...unreportable.map(
      ({ context, why }) =>
        `${code(context)} is required, and can never report once this is merged: ${sentence(why)}`,
    ),
  ];
}

function listed(head: string, contexts: readonly string[]): readonly string[] {
  return contexts.length === 0 ? [] : [[head, ...contexts.map((context) => `- ${code(context)}`)].join('\n')];
}

function annotationOf({ context, why, place }: Stuck): readonly Annotation[] {
  if (place === null || !place.file.startsWith('.github/')) return [];
  const { file, line, column } = place;
  return [
    {
      path: file,
      line,
      column,
      level: 'warning',
      title: plain(`"${context}" does not report here`, 200),
      message: plain(why),
    },
  ];
}
