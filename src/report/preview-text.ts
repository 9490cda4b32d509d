import { CATALOGUE, fixOf, type Problem } from '#model';
import type { PolicyPreview } from '#plan';
import { code, sentence } from './markdown.ts';

/** Null: the policy file is not broken. Plain text. */
export function brokenTitle({ problems }: PolicyPreview): string | null {
  const [first] = problems;
  if (first === undefined) return null;
  const at = first.place ? `, line ${first.place.line}` : '';
  return `This policy file would not count: ${CATALOGUE[first.code].title}${at}`;
}

/** Plain text. */
export function previewTitle({ appear, vanish, unreportable, unclear }: PolicyPreview): string {
  const [never] = unreportable;
  if (never) return `When merged, the policy asks for "${never.context}", which can never report`;
  if (unclear.length > 0) return 'When merged, the policy asks for a check that is not clear';
  return `When merged, the checks that the policy asks for: ${appear.length} new, ${vanish.length} gone`;
}

/** What a policy file changes when it is merged; Markdown, a part a paragraph. */
export function previewText(
  policy: PolicyPreview | null,
  { branch }: { readonly branch: string },
): readonly string[] {
  if (policy === null) return [];
  const stays = policy.vanish.filter(({ required }) => required).map(({ context }) => context);
  const gone = policy.vanish.filter(({ required }) => !required).map(({ context }) => context);
  return [
    ...listed('What is wrong with the policy file:', policy.problems.map(problemLine)),
    ...listed(`When this is merged, the policy makes required on ${code(branch)}:`, policy.appear.map(code)),
    ...listed(
      `The policy asks for these no more; they stay required on ${code(branch)} until a person takes them out:`,
      stays.map(code),
    ),
    ...listed('The policy asks for these no more:', gone.map(code)),
    ...listed(
      'The policy asks for these, and they can never report on a pull request:',
      policy.unreportable.map(({ context, why }) => `${code(context)}: ${sentence(why)}`),
    ),
    ...listed('Not clear:', policy.unclear.map(problemLine)),
  ];
}

function problemLine(problem: Problem): string {
  const { place, detail } = problem;
  const at = place ? ` (${code(`${place.file}:${place.line}:${place.column}`)})` : '';
  return `${sentence(detail)}${at} ${sentence(fixOf(problem))}`;
}

function listed(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[head, '', ...lines.map((line) => `- ${line}`)].join('\n')];
}
