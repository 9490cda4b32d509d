import { CATALOGUE, type Contest, type ContestBack, type Origin, type Wanted } from '#model';
import { dimensionWords } from '#plan';
import { contestProblem } from './contest-words.ts';
import { cellCode, cut, plain, prose, sentence, table } from './markdown.ts';
import { originText } from './origin-text.ts';
import { timeWords } from './pause-words.ts';
import type { IssueText } from './publisher.ts';

/** GitHub's limit for an issue's text is 65,536 characters. */
const LIMIT = 65_000;

/** The issue on a setting that Mainstay makes and somebody changes back: both sides, when, and what to do. */
export function renderContest(on: {
  readonly branch: string;
  readonly contest: Contest;
  readonly wanted: Wanted;
}): Pick<IssueText, 'title' | 'markdown'> {
  const { branch, contest, wanted } = on;
  const setting = dimensionWords(contest.dimension);
  const { fix, link } = CATALOGUE.second_manager;
  const parts = [
    sentence(contestProblem(branch, contest).detail),
    contest.since === null ? OVER : underWay(contest),
    table(['When', 'Who', 'Mainstay had made it', 'It was found as'], contest.backs.map(row)),
    `Mainstay goes by ${asking(contest, wanted).map(originText).join(' and ')}.`,
    `${fix} [More](${link}) \`second_manager\``,
  ];
  return {
    title: plain(`Somebody else keeps changing "${setting}" of ${branch}`, 200),
    markdown: cut(parts.join('\n\n'), LIMIT),
  };
}

const OVER =
  'This is over: it has not been changed back for as long as the policy looks back. The issue is opened again if it begins again.';

function underWay(contest: Contest): string {
  return isAbove(contest)
    ? 'What is there protects more than the policy says, so Mainstay leaves it for a day, or until a person says `/mainstay sync`.'
    : 'Mainstay goes on making it as the policy says, with pauses that grow to a quarter of an hour.';
}

const QUARTER_MS = 900_000;

/** What is above the policy is let be for longer than any pause lasts. */
function isAbove({ since, backs, until }: Contest): boolean {
  if (since === null || until === null) return false;
  return Date.parse(until) - Date.parse(backs.at(-1)?.at ?? until) > QUARTER_MS;
}

function row({ at, by, from, to }: ContestBack): readonly string[] {
  return [timeWords(at), by === null ? 'not known' : cellCode(by.login), prose(from), prose(to)];
}

/** The lines of the policy that ask for the setting, and that let nothing above it stand. */
function asking(contest: Contest, wanted: Wanted): readonly Origin[] {
  const { dimension } = contest;
  const asked =
    dimension === 'required_checks'
      ? wanted.checks.map(({ origin }) => origin)
      : [wanted.settings[dimension]?.origin ?? null];
  const origins = isAbove(contest) ? [...asked, wanted.extras.origin] : asked;
  const seen = new Map(origins.map((origin) => [JSON.stringify(origin), origin]));
  return seen.size === 0 ? [null] : [...seen.values()];
}
