import { createHash } from 'node:crypto';
import { CATALOGUE, fixOf, fullName, type PolicyWeight, type Problem, type RepoName } from '#model';
import { changeWords, isTouched, isWeaker, type BranchEffect, type PolicyEffect } from '#plan';
import { cellCode, code, cut, plain, prose, sentence, table } from './markdown.ts';
import { problemAnnotation } from './problem-annotation.ts';
import type { Button, CheckConclusion, CheckRun } from './publisher.ts';

/** The name of the check run that says what merging a policy file would change. It is never required itself. */
export const POLICY_CHECK = 'mainstay / policy';

/** What a pull request's policy file comes to. */
export type PolicyCheck = {
  readonly repo: RepoName;
  readonly sha: string;
  /** What is wrong with the file; with any of these it would not count. */
  readonly problems: readonly Problem[];
  /** How many repositories were looked at, and how many of them could not be read. */
  readonly seen: number;
  readonly unread: number;
  readonly weight: PolicyWeight;
  /** The effects worth showing: the weaker first, then the touched, in the order of their names. */
  readonly effects: readonly PolicyEffect[];
  /** Whether it waits for a person, and whose word it has. */
  readonly waits: boolean;
  readonly approvedBy: readonly string[];
  /** Who would have to approve: `owner` of the organisation, or an administrator of the repository. */
  readonly authority: 'owner' | 'admin';
  /** From a fork: GitHub does not say whose check run a button is on, so there is none. */
  readonly fork: boolean;
};

const LIMIT = 65_000;
const ANNOTATIONS = 50;
/** Rows of the table that people still read. */
const ROWS = 200;
const APPROVE: Button = {
  label: 'Approve',
  description: 'Let this policy count once it is merged',
  identifier: 'approve',
};

/** The check run on the pull request's head. */
export function renderPolicyCheck(check: PolicyCheck): CheckRun {
  const conclusion = conclusionOf(check);
  return {
    sha: check.sha,
    name: POLICY_CHECK,
    conclusion,
    title: plain(titleOf(check), 200),
    summary: cut(partsOf(check).join('\n\n'), LIMIT),
    text: '',
    fingerprint: policyCheckMark(check),
    buttons: conclusion === 'action_required' && !check.fork ? [APPROVE] : [],
    annotations: [...check.problems, ...problemsIn(check.effects)]
      .flatMap((problem) => problemAnnotation(check.repo, problem))
      .slice(0, ANNOTATIONS),
  };
}

/** What it says, as a short word. */
export function policyCheckMark(check: PolicyCheck): string {
  const hash = createHash('sha256').update(JSON.stringify(check)).digest('hex');
  return `p1:${hash.slice(0, 32)}`;
}

function conclusionOf({ problems, waits, approvedBy }: PolicyCheck): CheckConclusion {
  if (problems.length > 0) return 'failure';
  return waits && approvedBy.length === 0 ? 'action_required' : 'success';
}

function titleOf(check: PolicyCheck): string {
  const [broken] = check.problems;
  if (broken !== undefined) {
    const at = broken.place ? `, line ${broken.place.line}` : '';
    return `This policy file would not count: ${CATALOGUE[broken.code].title}${at}`;
  }
  const { touches, weakens } = check.weight;
  const weaker = weakens === 0 ? '' : `, ${weakens} weaker`;
  const does =
    touches + weakens === 0
      ? 'Changes nothing'
      : `Changes ${touches} of ${counted(check.seen, 'repository', 'repositories')}${weaker}`;
  if (!check.waits) return does;
  return check.approvedBy.length > 0 ? `Approved: ${does}` : `Waits for approval: ${does}`;
}

function partsOf(check: PolicyCheck): readonly string[] {
  if (check.problems.length > 0) {
    return [
      'With this file the last good policy would stay in force. What is wrong with it:',
      check.problems.map(problemLine).join('\n'),
    ];
  }
  return [
    countsText(check),
    ...approvalText(check),
    ...weakerText(check.effects),
    ...touchedText(check.effects),
    ...problemsText(check.effects),
  ];
}

function countsText({ seen, unread, weight }: PolicyCheck): string {
  const lines = [
    `- ${counted(seen, 'repository', 'repositories')} looked at`,
    `- ${weight.touches} would be changed`,
    weight.weakens > 0
      ? `- **${weight.weakens} would be asked for less, or made weaker**`
      : '- none would be made weaker',
    ...(unread > 0 ? [`- ${unread} could not be read, and are looked at when they can be`] : []),
  ];
  return ['When this is merged, by what stands now:', '', ...lines].join('\n');
}

function approvalText({ waits, approvedBy, authority, fork }: PolicyCheck): readonly string[] {
  if (!waits) return [];
  if (approvedBy.length > 0) {
    return [`Approved by ${approvedBy.map(code).join(', ')}; it counts as soon as it is merged.`];
  }
  const who = authority === 'owner' ? 'An owner of the organisation' : 'An administrator of this repository';
  const without =
    authority === 'owner'
      ? 'Merged without it, the last policy stays in force until it is given.'
      : 'Merged without it, the file counts all the same, as far as the organisation lets it.';
  const how = fork
    ? 'by a review, or by `/mainstay approve` in a comment'
    : 'by a review, by `/mainstay approve` in a comment, or by the button';
  return [
    `**It needs a person's word.** ${who} has to approve this commit: ${how}. The author's own word does not do alone. ${without}`,
  ];
}

function weakerText(effects: readonly PolicyEffect[]): readonly string[] {
  const weaker = effects.filter(isWeaker);
  if (weaker.length === 0) return [];
  const rows = weaker
    .slice(0, ROWS)
    .map((effect) => [
      `**${cellCode(effect.repository)}**`,
      [...effect.looser.map(cellCode), ...effect.branches.flatMap(weakened)].join('<br>'),
    ]);
  return [
    '**Weaker:**',
    table(['Repository', 'What is asked for less, or taken away'], rows),
    ...more(weaker),
  ];
}

function weakened({ branch, changes, weakens }: BranchEffect): readonly string[] {
  return changes
    .filter(({ dimension }) => weakens.includes(dimension))
    .map(changeWords)
    .map(
      ({ setting, before, after }) => `${cellCode(branch)}: ${setting}, ${prose(before)} → ${prose(after)}`,
    );
}

function touchedText(effects: readonly PolicyEffect[]): readonly string[] {
  const touched = effects.filter(isTouched);
  if (touched.length === 0) return [];
  const rows = touched.flatMap(({ repository, branches }) =>
    branches.flatMap(({ branch, changes }) =>
      changes
        .map(changeWords)
        .map(({ setting, before, after, because }) => [
          cellCode(repository),
          cellCode(branch),
          setting,
          prose(before),
          prose(after),
          cellCode(because),
        ]),
    ),
  );
  const shown = rows.slice(0, ROWS);
  const head = ['Repository', 'Branch', 'Setting', 'Now', 'Then', 'Because of'];
  const rest = rows.length - shown.length;
  return ['Changes:', table(head, shown), ...(rest > 0 ? [`… and ${rest} more.`] : [])];
}

function problemsText(effects: readonly PolicyEffect[]): readonly string[] {
  const lines = effects.flatMap(({ repository, problems }) =>
    problems.map((problem) => `- ${code(repository)}: ${problemWords(problem)}`),
  );
  if (lines.length === 0) return [];
  const shown = lines.slice(0, ROWS);
  const rest = lines.length - shown.length;
  return [['Worth knowing:', '', ...shown, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join('\n')];
}

function problemsIn(effects: readonly PolicyEffect[]): readonly Problem[] {
  return effects.flatMap(({ problems }) => problems);
}

function problemLine(problem: Problem): string {
  const { place } = problem;
  const at = place ? ` (${code(`${place.file}:${place.line}:${place.column}`)})` : '';
  return `- ${problemWords(problem)}${at}`;
}

function problemWords(problem: Problem): string {
  const { title } = CATALOGUE[problem.code];
  const detail = problem.detail === '' ? '' : ` ${sentence(problem.detail)}`;
  return `${title}.${detail} ${sentence(fixOf(problem))}`;
}

function more(effects: readonly PolicyEffect[]): readonly string[] {
  return effects.length > ROWS ? [`… and ${effects.length - ROWS} more.`] : [];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Said on the head of the policy repository, or in a comment: a policy was approved. */
export type ApprovalWords = {
  readonly by: string;
  readonly repo: RepoName;
  readonly outcome: 'counts' | 'not-alone' | 'nothing';
};

/** The reply to `/mainstay approve`. */
export function renderApproval({ by, repo, outcome }: ApprovalWords): string {
  switch (outcome) {
    case 'counts':
      return `${code(by)}: your approval stands for the policy file as it is in this commit. It counts as soon as it is on the default branch of ${code(fullName(repo))}.`;
    case 'not-alone':
      return `${code(by)}: your approval is noted. Because the policy file is your own, somebody else who can write here has to approve it as well.`;
    case 'nothing':
      return `${code(by)}: there is no policy file here that waits for an approval.`;
  }
}
