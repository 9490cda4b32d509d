import type { Cause, Plan } from '#model';
import { changeWords } from '#plan';
import { isMoved, isPaused, isRepairable, isRepaired, obstacles } from './conclusion.ts';
import { headline, resultHeadline } from './headline.ts';
import { cellCode, code, prose, table } from './markdown.ts';
import { problemText } from './problem-text.ts';
import { pausedProblem } from './pause-words.ts';
import type { Result, Story } from './story.ts';

/** What happened and how it stands, in Markdown: the check run's summary and a comment's text alike. */
export function body(story: Story): string {
  const parts = [
    ...story.policyProblems.map(problemText),
    ...story.results.map((result) => resultText(result, story)),
    ...story.notes.map(problemText),
  ];
  return parts.length > 0 ? parts.join('\n\n') : `${headline(story)}.`;
}

function resultText(result: Result, story: Story): string {
  const { plan } = result;
  return [
    `**${prose(resultHeadline(result, story))}.**`,
    ...(plan.changes.length > 0 ? changesText(result, story) : []),
    ...(isMoved(result) && plan.takesBack !== null ? [TAKEN_BACK[plan.takesBack]] : []),
    ...(isRepairable(result) ? [MONITOR] : []),
    ...(story.pause !== null && isPaused(result) ? [problemText(pausedProblem(story.pause))] : []),
    ...obstacles(result).map(problemText),
    ...plan.notes.map(problemText),
  ].join('\n\n');
}

function changesText(result: Result, story: Story): readonly string[] {
  const { plan, stopped } = result;
  return [
    changesTable(plan, isRepaired(result) ? 'Now' : 'Policy'),
    ...whoText(story),
    ...(plan.weakens.length > 0 ? [WEAKER] : []),
    ...(stopped === 'preview' ? ['This only says what would change; nothing was changed.'] : []),
  ];
}

const MONITOR =
  'The policy says `mode: monitor`, so nothing was changed. The button "Repair now" of the check run, or `/mainstay repair` in a comment, repairs it once.';

const WEAKER =
  'What is in bold protects less than before: the policy says `extras: remove`, so what people added beside it goes.';

const TAKEN_BACK: Readonly<Record<NonNullable<Plan['takesBack']>, string>> = {
  rule: 'All of it is held by a ruleset now, so what Mainstay itself had set in the classic rule is taken back. What people set there stays.',
  ruleset:
    "All of it is held by the branch's classic rule now, so what Mainstay itself had set in its ruleset is taken back. What people set there stays.",
};

function changesTable({ changes, weakens }: Plan, after: string): string {
  const rows = changes
    .map((change) => ({ ...changeWords(change), isWeaker: weakens.includes(change.dimension) }))
    .map((words) => [
      words.isWeaker ? `**${words.setting}**` : words.setting,
      prose(words.before),
      prose(words.after),
      words.because === 'built-in policy' ? words.because : cellCode(words.because),
    ]);
  return table(['Setting', 'Before', after, 'Because of'], rows);
}

/** Who it was, as the events say; Mainstay itself is never the one. */
function whoText(story: Story): readonly string[] {
  const lines = story.causes
    .filter((cause) => cause.actor?.login !== story.ownLogin)
    .map(causeText)
    .filter((line) => line !== null);
  return lines.length > 0 ? [[...new Set(lines)].map((line) => `- ${line}`).join('\n')] : [];
}

function causeText({ actor, event, command }: Cause): string | null {
  if (command) return `Asked for by ${code(command.by.login)} with \`/mainstay ${command.name}\`.`;
  if (actor === null) return event === 'sweep' ? 'Found by the sweep.' : null;
  if (event.startsWith('branch_protection')) return `Changed by ${code(actor.login)} (${code(event)}).`;
  return `Seen after ${code(event)} by ${code(actor.login)}.`;
}
