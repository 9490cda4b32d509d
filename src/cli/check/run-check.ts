import { ACTIONS_APP, type Forecast, type WantedCheck } from '#model';
import { forecast, readWorkflows } from '#workflows';
import type { Said } from '../said.ts';
import { HelpAsked, UsageError } from '../usage-error.ts';
import { askedChecks } from './asked-checks.ts';
import { originOf, reusablesIn, textOf, workflowsIn } from './checkout.ts';
import { BrokenPolicy, readOptions, type Format, type Options } from './options.ts';
import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';

const CHECK_USAGE = `check [DIR] [--branch main] [--event pull_request|merge_group] [--policy FILE] [--context NAME]...
                 [--changed-files FILE] [--reusables DIR] [--format text|json|github|sarif]`;

type Render = (forecast: Forecast, coloured: boolean) => string;

/**
 * Says of a checkout, offline, which required checks will report. Exit code 0: all will; 1: some may not or
 * never, or a workflow is broken; 2: wrong usage, a file that cannot be opened, or a broken policy.
 */
export async function runCheck(args: readonly string[], coloured: boolean): Promise<Said> {
  try {
    const options = readOptions(args);
    const { answer, remarks } = await answerFor(options);
    const fine = answer.problems.length === 0 && answer.required.every(({ verdict }) => verdict === 'will');
    return { out: RENDER[options.format](answer, coloured), error: remarks, code: fine ? 0 : 1 };
  } catch (error) {
    const usage = `Usage:\n  mainstay ${CHECK_USAGE}\n`;
    if (error instanceof HelpAsked) return { out: usage, error: '', code: 0 };
    if (!(error instanceof UsageError)) throw error;
    const help = error instanceof BrokenPolicy ? '' : `\n${usage}`;
    return { out: '', error: `mainstay check: ${error.message}\n${help}`, code: 2 };
  }
}

const RENDER: Readonly<Record<Format, Render>> = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  sarif: renderSarif,
};

async function answerFor(options: Options): Promise<{ readonly answer: Forecast; readonly remarks: string }> {
  const { directory, branch, event } = options;
  const files = workflowsIn(directory);
  const repository = originOf(directory);
  const { checks, remarks } = await askedChecks(options, repository);
  const workflows = readWorkflows(files, {
    repository,
    reusables: options.reusables === null ? [] : reusablesIn(options.reusables),
  });
  const changedFiles = options.changedFiles === null ? null : linesOf(textOf(options.changedFiles));
  const answer = forecast(workflows, {
    branch,
    event,
    checks: checks.map(({ name }) => name),
    changedFiles,
    external: checks.filter(isOthers).map(({ name }) => ('context' in name ? name.context : name.check)),
  });
  return { answer, remarks: remarks.map((remark) => `${remark}\n`).join('') };
}

/** A source that is GitHub Actions itself does not excuse a check that no workflow reports. */
function isOthers({ source }: Pick<WantedCheck, 'source'>): boolean {
  return source !== null && source !== ACTIONS_APP;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
