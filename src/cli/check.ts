import process from 'node:process';
import type { Forecast } from '#model';
import { forecast, readWorkflows } from '#workflows';
import { originOf, reusablesIn, textOf, workflowsIn } from './check/checkout.ts';
import { BUILT_IN, checksFrom, type AskedCheck } from './check/checks-from.ts';
import { HelpAsked, readOptions, UsageError, type Format, type Options } from './check/options.ts';
import { renderGithub } from './check/render-github.ts';
import { renderJson } from './check/render-json.ts';
import { renderSarif } from './check/render-sarif.ts';
import { renderText } from './check/render-text.ts';

const CHECK_USAGE = `check [DIR] [--branch main] [--event pull_request|merge_group] [--policy FILE] [--context NAME]...
                 [--changed-files FILE] [--reusables DIR] [--format text|json|github|sarif]`;

type Render = (forecast: Forecast) => string;

/**
 * `mainstay check`: says of a checkout, offline, which required checks will report. Answers the exit code:
 * 0 all will; 1 some may not or never, or a workflow is broken; 2 wrong usage, or a file that cannot be opened.
 */
export function check(args: readonly string[]): Promise<number> {
  return Promise.resolve(run(args));
}

function run(args: readonly string[]): number {
  try {
    const options = readOptions(args);
    const answer = answerFor(options);
    process.stdout.write(RENDER[options.format](answer));
    const fine = answer.problems.length === 0 && answer.required.every(({ verdict }) => verdict === 'will');
    return fine ? 0 : 1;
  } catch (error) {
    if (error instanceof HelpAsked) return help();
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`mainstay check: ${error.message}\n\nUsage:\n  mainstay ${CHECK_USAGE}\n`);
    return 2;
  }
}

function help(): number {
  process.stdout.write(`Usage:\n  mainstay ${CHECK_USAGE}\n`);
  return 0;
}

const RENDER: Readonly<Record<Format, Render>> = {
  text: (answer) => renderText(answer, process.stdout.isTTY && !process.env['NO_COLOR']),
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
