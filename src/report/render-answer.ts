import type { Actor, Problem } from '#model';
import { body } from './body.ts';
import { conclusionOf, obstacles } from './conclusion.ts';
import { code, cut, sentence } from './markdown.ts';
import { problemText } from './problem-text.ts';
import type { Reaction } from './publisher.ts';
import type { Story } from './story.ts';

export type Answer = { readonly markdown: string; readonly reaction: Reaction };

/** GitHub's limit for a comment is 65,536 characters. */
const LIMIT = 65_000;

/** The reply to a command, in the same words as the check run. */
export function renderAnswer(story: Story, by: Actor): Answer {
  const reaction = conclusionOf(story) === 'success' || isPreview(story) ? 'rocket' : 'confused';
  return { markdown: cut(`${code(by.login)}: here is what I found.\n\n${body(story)}`, LIMIT), reaction };
}

/** A plan that was asked for and shown is answered, whatever it would change; obstacles are not. */
function isPreview({ results, policyProblems }: Story): boolean {
  return (
    policyProblems.length === 0 &&
    results.every((result) => result.stopped === 'preview' && obstacles(result).length === 0)
  );
}

/** The reply to `/mainstay help`. */
export function renderHelp(): string {
  return [
    'Mainstay keeps the protected branches of this repository as the policy says. Commands, as the first line of a new comment, for maintainers and administrators unless it says otherwise:',
    '- `/mainstay sync` (or `/resync`): look again now, and repair what differs.',
    '- `/mainstay plan`: say what would change, and change nothing.',
    '- `/mainstay repair`: repair once, where the policy says `mode: monitor`.',
    '- `/mainstay accept`: on a pull request, by an administrator: do not require the checks that it makes vanish, for a day at most.',
    '- `/mainstay pause 4h <reason>`: for so long (`m`, `h` or `d`) nothing is repaired, so that protection can be loosened by hand; by owners of the organisation, or whom the policy lets.',
    '- `/mainstay resume`: end the pause now; by whoever may pause.',
    "- `/mainstay approve`: let a change of the organisation's policy count; by owners of the organisation.",
    '- `/mainstay help`: this list.',
  ].join('\n');
}

/** The one reply to somebody whose permission does not reach. */
export function renderNotAllowed(by: Actor): string {
  return `Sorry ${code(by.login)}, Mainstay's commands are for people with the \`admin\` or \`maintain\` role on this repository. One of them can run it for you.`;
}

/** The reply to `/mainstay approve` by somebody who may not, or of whom that is not known. */
export function renderNotApproving(by: Actor, why: string | Problem): string {
  return typeof why === 'string'
    ? `Sorry ${code(by.login)}, you may not approve this: ${sentence(why)}.`
    : `${code(by.login)}: I cannot tell whether you may approve this, so nothing was changed.\n\n${problemText(why)}`;
}

/** The one reply to somebody who asked too often. */
export function renderTooMany(by: Actor, limit: number): string {
  return `${code(by.login)}: that were ${limit} commands within an hour, which is as many as Mainstay answers. Try again later; repairs go on without commands.`;
}
