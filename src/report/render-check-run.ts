import { SETTINGS, type Problem, type Setting, type Wanted } from '#model';
import { dimensionWords, wantedWords } from '#plan';
import { body } from './body.ts';
import { checksText } from './checks-text.ts';
import { conclusionOf, isRepairable, isWaiting } from './conclusion.ts';
import { fingerprint } from './fingerprint.ts';
import { headline } from './headline.ts';
import { code, cut, plain, prose } from './markdown.ts';
import { originText } from './origin-text.ts';
import { problemAnnotation } from './problem-annotation.ts';
import type { Button, CheckRun } from './publisher.ts';
import type { Result, Story } from './story.ts';

/** GitHub's limit for a check run's `summary` and `text` (REST "Create a check run"). */
const LIMIT = 65_000;
/** As many annotations as GitHub takes in one request. */
const ANNOTATIONS = 50;

const RECHECK: Button = {
  label: 'Re-check',
  description: 'Look at the branch again now',
  identifier: 'recheck',
};
const APPROVE: Button = {
  label: 'Approve policy',
  description: 'Let the changed policy count',
  identifier: 'approve',
};
const REPAIR: Button = { label: 'Repair now', description: 'Repair once what differs', identifier: 'repair' };

/** The check run that tells a story on a commit. */
export function renderCheckRun(story: Story, sha: string): CheckRun {
  return {
    sha,
    conclusion: conclusionOf(story),
    title: plain(headline(story), 200),
    summary: cut(body(story), LIMIT),
    text: cut([...story.results.map(heldTo), COMMANDS].join('\n\n'), LIMIT),
    fingerprint: fingerprint(story),
    buttons: buttonsOf(story),
    annotations: annotated(story)
      .flatMap((problem) => problemAnnotation(story.repo, problem))
      .slice(0, ANNOTATIONS),
  };
}

/** At most the three that GitHub shows. */
function buttonsOf({ results, policyProblems }: Story): readonly Button[] {
  return [
    RECHECK,
    ...(results.some(isRepairable) ? [REPAIR] : []),
    ...(policyProblems.some(isWaiting) ? [APPROVE] : []),
  ];
}

const COMMANDS =
  'By hand, in a comment on any issue or pull request here: `/mainstay sync` re-checks and repairs (the button "Re-check"), `/mainstay plan` says what would change, `/mainstay repair` repairs once in monitor mode (the button "Repair now"), `/mainstay pause 4h <reason>` lets protection be loosened by hand for a while, `/mainstay help` lists the commands.';

/** What the policy asks of the branch, with the line that asks. */
function heldTo({ plan }: Result): string {
  const { wanted, forecast } = plan;
  return [
    `What the policy asks of ${code(plan.branch)}:`,
    ...checksText(wanted, forecast),
    ...SETTINGS.flatMap((setting) => settingLine(setting, wanted)),
  ].join('\n');
}

function settingLine(setting: Setting, { settings, extras }: Wanted): readonly string[] {
  const asked = settings[setting];
  if (asked === null || (asked.value === false && extras.value === 'keep')) return [];
  const words = prose(wantedWords(setting, asked.value));
  return [`- ${dimensionWords(setting)}: ${words}, ${originText(asked.origin)}`];
}

/** What has a line: trouble with policy files, and checks that can never report. */
function annotated({ policyProblems, results }: Story): readonly Problem[] {
  return [...policyProblems, ...results.flatMap(({ plan }) => plan.notes)];
}
