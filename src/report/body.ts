import type { Cause, Change } from '#model';
import { changeWords } from '#plan';
import { isPaused, isRepairable, isRepaired, obstacles } from './conclusion.ts';
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
  const parts = [`**${prose(resultHeadline(result, story))}.**`];
  if (plan.changes.length > 0) parts.push(changesTable(plan.changes, isRepaired(result) ? 'Now' : 'Policy'));
  if (plan.changes.length > 0) parts.push(...whoText(story));
  if (isRepairable(result)) parts.push(MONITOR);
  if (result.stopped === 'preview' && plan.changes.length > 0)
    parts.push('This only says what would change; nothing was changed.');
  if (story.pause !== null && isPaused(result)) parts.push(problemText(pausedProblem(story.pause)));
  parts.push(...obstacles(result).map(problemText), ...plan.notes.map(problemText));
  return parts.join('\n\n');
}

const MONITOR =
  'The policy says `mode: monitor`, so nothing was changed. The button "Repair now" of the check run, or `/mainstay repair` in a comment, repairs it once.';

function changesTable(changes: readonly Change[], after: string): string {
  const rows = changes
    .map(changeWords)
    .map((words) => [
      words.setting,
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
