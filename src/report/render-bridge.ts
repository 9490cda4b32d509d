import { code, plain, prose, sentence } from './markdown.ts';
import type { CheckRun } from './publisher.ts';

/** A check that is reported in place of its workflow. `of` says for what: "pull request #7". */
export type BridgeWords = {
  readonly sha: string;
  readonly context: string;
  /** Why no workflow reports it: a sentence's part. */
  readonly why: string;
  readonly workflows: readonly string[];
  readonly branch: string;
  readonly mark: string;
};

/** The longest name of a check that GitHub shows whole. */
const TITLE = 200;

/** The check run that says a required check is not needed here. */
export function renderBridge(words: BridgeWords): CheckRun {
  const { sha, context, workflows, branch, mark } = words;
  const why = words.why.replaceAll(/"([^"`]*)"/g, '`$1`');
  const files = [...new Set(workflows)].map(code).join(', ');
  return {
    sha,
    name: context,
    conclusion: 'skipped',
    title: plain(`Skipped: ${why}`, TITLE),
    summary: [
      `${files} on ${code(branch)} does not run here: ${sentence(why)}. Without this report the required check ${code(context)} would stay pending for ever, so Mainstay reports it as skipped.`,
      OPEN_NAME,
    ].join('\n\n'),
    text: '',
    fingerprint: mark,
    buttons: [],
    annotations: [],
  };
}

const OPEN_NAME =
  'Because Mainstay reports it too, this check cannot be pinned to GitHub Actions: anybody who can write to the repository could report a check of this name. `bridge: false` in the policy switches these reports off and lets the check be pinned.';

/** The check run that takes an earlier one back, on the same commit. */
export function renderWithdrawal(words: Pick<BridgeWords, 'sha' | 'context' | 'branch' | 'mark'>): CheckRun {
  const { sha, context, branch, mark } = words;
  return {
    sha,
    name: context,
    conclusion: 'cancelled',
    title: 'Withdrawn: the check is needed after all',
    summary: `Mainstay had reported ${code(context)} as skipped. By what is required on ${code(branch)} now, that is not right any more, so the check has to report by itself. ${prose('A new commit, or closing and opening the pull request again, starts the workflows anew.')}`,
    text: '',
    fingerprint: mark,
    buttons: [],
    annotations: [],
  };
}
