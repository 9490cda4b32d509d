import type { Forecast } from '#model';
import { forecast, readWorkflows } from '#workflows';
import { originOf, reusablesIn, textOf, workflowsIn } from './checkout.ts';
import { BUILT_IN, checksFrom, type AskedCheck } from './checks-from.ts';
import { HelpAsked, readOptions, UsageError, type Format, type Options } from './options.ts';
import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';

const CHECK_USAGE = `check [DIR] [--branch main] [--event pull_request|merge_group] [--policy FILE] [--context NAME]...
                 [--changed-files FILE] [--reusables DIR] [--format text|json|github|sarif]`;

type Render = (forecast: Forecast, coloured: boolean) => string;

/** What a command says, and the code that it leaves with. */
export type Said = { readonly out: string; readonly error: string; readonly code: number };

/**
 * Says of a checkout, offline, which required checks will report. Exit code 0: all will; 1: some may not or
 * never, or a workflow is broken; 2: wrong usage, or a file that cannot be opened.
 */
export function runCheck(args: readonly string[], coloured: boolean): Said {
  try {
    const options = readOptions(args);
    const answer = answerFor(options);
    const fine = answer.problems.length === 0 && answer.required.every(({ verdict }) => verdict === 'will');
    return { out: RENDER[options.format](answer, coloured), error: '', code: fine ? 0 : 1 };
  } catch (error) {
    const usage = `Usage:\n  mainstay ${CHECK_USAGE}\n`;
    if (error instanceof HelpAsked) return { out: usage, error: '', code: 0 };
    if (!(error instanceof UsageError)) throw error;
    return { out: '', error: `mainstay check: ${error.message}\n\n${usage}`, code: 2 };
  }
}

const RENDER: Readonly<Record<Format, Render>> = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  sarif: renderSarif,
};

function answerFor(options: Options): Forecast {
  const { directory, branch, event } = options;
  const asked = askedOf(options);
  const workflows = readWorkflows(workflowsIn(directory), {
    repository: originOf(directory),
    reusables: options.reusables === null ? [] : reusablesIn(options.reusables),
  });
  const changedFiles = options.changedFiles === null ? null : linesOf(textOf(options.changedFiles));
  const external = asked
    .filter(({ source }) => source !== null && !isActions(source))
    .map(({ name }) => textOfName(name));
  return forecast(workflows, {
    branch,
    event,
    checks: asked.map(({ name }) => name),
    changedFiles,
    external,
  });
}

function askedOf({ contexts, policy }: Options): readonly AskedCheck[] {
  if (contexts.length > 0) return contexts.map((context) => ({ name: { context }, source: null }));
  if (policy !== null) return checksFrom(policy, textOf(policy));
  return BUILT_IN.map((name) => ({ name, source: null }));
}

/** A source that is GitHub Actions itself does not excuse a check that no workflow reports. */
function isActions(source: string): boolean {
  return source === 'github-actions' || source === '15368';
}

function textOfName(name: AskedCheck['name']): string {
  return 'context' in name ? name.context : name.check;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
