import type { Accepted, Actor } from '#model';
import { code } from './markdown.ts';

/** What came of `/mainstay accept`. */
export type AcceptedWords = {
  readonly by: Actor;
  readonly branch: string;
  readonly accepted: Accepted | null;
  /** Contexts that people require: to be changed by hand. */
  readonly byHand: readonly string[];
};

/** The reply to `/mainstay accept`. */
export function renderAccepted({ by, branch, accepted, byHand }: AcceptedWords): string {
  const hand = byHand.map(
    (context) =>
      `- ${code(context)} was required by a person, so it stays: take it out by hand (Settings, Branches, ${code(branch)}).`,
  );
  const first =
    accepted === null
      ? `${code(by.login)}: there is nothing here that I could accept: no check that I made required vanishes with this pull request.`
      : `${code(by.login)}: until this pull request is merged or closed, and until ${accepted.until} at the latest, these are not required on ${code(branch)}:`;
  const list = (accepted?.contexts ?? []).map((context) => `- ${code(context)}`);
  return [first, ...list, ...hand].join('\n');
}

/** The reply to `/mainstay accept` by somebody who is no administrator. */
export function renderOnlyAdmins(by: Actor): string {
  return `Sorry ${code(by.login)}, \`/mainstay accept\` is for administrators of this repository: it takes checks out of the requirement.`;
}

/** The reply to `/mainstay accept` on an issue. */
export function renderNoPull(by: Actor): string {
  return `${code(by.login)}: \`/mainstay accept\` is for open pull requests, in a comment on the pull request itself.`;
}
