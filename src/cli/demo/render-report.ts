import { plainText } from './plain-text.ts';
import type { Paint, Style } from './paint.ts';
import type { Repository, Run } from './standing.ts';
import { wrap } from './wrap.ts';

type Comment = NonNullable<ReturnType<Repository['issues']['get']>>['comments'][number];
export type Paper = { readonly width: number; readonly paint: Paint };

const MARKS: Readonly<Record<string, { readonly mark: string; readonly style: Style }>> = {
  success: { mark: '✓', style: 'good' },
  neutral: { mark: '–', style: 'quiet' },
  action_required: { mark: '!', style: 'bad' },
  failure: { mark: '✗', style: 'bad' },
};
const REACTIONS: Readonly<Record<string, string>> = { eyes: '👀', rocket: '🚀', confused: '😕' };
const EDGE = 6;

/** The check run as its page shows it. */
export function renderReport(name: string, run: Run, { width, paint }: Paper): readonly string[] {
  const { title, summary } = run.output;
  const { mark, style } = MARKS[run.conclusion ?? ''] ?? { mark: '?', style: 'quiet' };
  const text = plainText(summary ?? '', width - EDGE);
  const titled = wrap(title ?? '', width - EDGE).map((line) => paint('strong', line));
  return boxed(`${name}, check run "mainstay": ${paint(style, `${mark} ${run.conclusion ?? ''}`)}`, {
    lines: [...titled, ...(text[0] === `${title ?? ''}.` ? text.slice(1) : text)],
    foot: run.actions.map(({ label }) => `[ ${label} ]`).join(' '),
    paint,
  });
}

/** A comment that was a command, what was set on it, and the reply. */
export function renderReply(comments: readonly Comment[], { width, paint }: Paper): readonly string[] {
  const [asked, reply] = comments.slice(-2);
  if (asked === undefined || reply === undefined) return [];
  const reactions = asked.reactions.map(({ content }) => REACTIONS[content] ?? content).join(' ');
  const command = `${paint('strong', asked.author)}: ${asked.body}   ${reactions}`.trimEnd();
  const lines = [`${paint('strong', reply.author)}:`, ...plainText(reply.body, width - EDGE)];
  return boxed(command, { lines, foot: '', paint });
}

type Inside = { readonly lines: readonly string[]; readonly foot: string; readonly paint: Paint };

function boxed(head: string, { lines, foot, paint }: Inside): readonly string[] {
  const all = [head, ...lines, ...(foot === '' ? [] : [paint('quiet', foot)])];
  return all.map((line) => `    ${paint('quiet', '│')} ${line}`.trimEnd());
}
