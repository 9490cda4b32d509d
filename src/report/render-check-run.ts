import { fullName, type Problem } from '#model';
import { originWords } from '#plan';
import { body } from './body.ts';
import { conclusionOf } from './conclusion.ts';
import { fingerprint } from './fingerprint.ts';
import { headline } from './headline.ts';
import { code, cut } from './markdown.ts';
import type { Annotation, Button, CheckRun } from './publisher.ts';
import type { Result, Story } from './story.ts';

/** GitHub's limit for a check run's `summary` and `text` (REST "Create a check run"). */
const LIMIT = 65_000;

const RECHECK: Button = {
  label: 'Re-check',
  description: 'Look at the branch again now',
  identifier: 'recheck',
};
const REPAIR: Button = { label: 'Repair now', description: 'Repair once what differs', identifier: 'repair' };

/** The check run that tells a story on a commit. */
export function renderCheckRun(story: Story, sha: string): CheckRun {
  const open = story.results.some((result) => result.stopped === 'monitor' && result.plan.changes.length > 0);
  return {
    sha,
    conclusion: conclusionOf(story),
    title: cut(headline(story), 200),
    summary: cut(body(story), LIMIT),
    text: cut([...story.results.map(heldTo), COMMANDS].join('\n\n'), LIMIT),
    fingerprint: fingerprint(story),
    buttons: open ? [RECHECK, REPAIR] : [RECHECK],
    annotations: story.policyProblems.flatMap((problem) => annotation(story, problem)),
  };
}

const COMMANDS =
  'By hand, in a comment on any issue or pull request here: `/mainstay sync` re-checks and repairs (the button "Re-check"), `/mainstay plan` says what would change, `/mainstay repair` repairs once in monitor mode (the button "Repair now"), `/mainstay help` lists the commands.';

/** What the policy asks of the branch, with the line that asks. */
function heldTo({ plan }: Result): string {
  const { wanted } = plan;
  const checks = wanted.checks.map((check) => {
    const name = 'context' in check.name ? check.name.context : check.name.check;
    return `  - ${code(name)}, ${originWords(check.origin)}`;
  });
  const lines = [
    `What the policy asks of ${code(plan.branch)}:`,
    checks.length > 0 ? `- required checks:\n${checks.join('\n')}` : '- no required checks',
    wanted.includeAdmins.value
      ? `- administrators included, ${originWords(wanted.includeAdmins.origin)}`
      : null,
    wanted.strict?.value ? `- branches up to date, ${originWords(wanted.strict.origin)}` : null,
    `- no force pushes, no deletion, ${originWords(wanted.blockForcePushes.origin)}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}

/** A policy problem on its own line, where the file is one of this repository. */
function annotation(story: Story, problem: Problem): readonly Annotation[] {
  const here = `${fullName(story.repo)}/`.toLowerCase();
  if (!problem.place?.file.toLowerCase().startsWith(here)) return [];
  const { file, line, column } = problem.place;
  const path = file.slice(here.length);
  return [
    { path, line, column, level: 'failure', title: headline(story).slice(0, 255), message: problem.detail },
  ];
}
