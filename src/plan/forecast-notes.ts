import {
  fullName,
  type Forecast,
  type Problem,
  type RepoName,
  type RequiredForecast,
  type WantedCheck,
  type WorkflowProblem,
} from '#model';
import { nameOf } from './requirements.ts';

type On = {
  readonly repo: RepoName;
  readonly forecast: Forecast;
  readonly checks: readonly WantedCheck[];
  readonly hasWorkflows: boolean;
};

/** What the forecast says that nobody may overlook: checks that can never report, checks that wait to be ready. */
export function forecastNotes({ repo, forecast, checks, hasWorkflows }: On): readonly Problem[] {
  const judged = checks.flatMap((check, index) => {
    const one = forecast.required[index];
    return one?.verdict === 'never' ? [{ check, one }] : [];
  });
  const waiting = judged.filter(({ check }) => check.when === 'ready').map(({ check }) => nameOf(check));
  const never = judged.filter(({ check, one }) => check.when === 'always' && one.contexts.length > 0);
  return [
    ...forecast.problems.slice(0, MOST).map((problem) => brokenWorkflow(repo, problem)),
    ...notReady(waiting),
    ...(hasWorkflows ? never.map(({ one }) => neverReports(repo, one)) : noWorkflows(never)),
  ];
}

const MOST = 10;

function brokenWorkflow(repo: RepoName, { file, line, column, message }: WorkflowProblem): Problem {
  return {
    code: 'workflow_broken',
    detail: message,
    place: { file: `${fullName(repo)}/${file}`, line, column },
  };
}

/** Checks that are not required until they can report. */
export function notReady(names: readonly string[]): readonly Problem[] {
  if (names.length === 0) return [];
  return [{ code: 'check_not_ready', detail: `Not required until it can report: ${names.join(', ')}.` }];
}

function noWorkflows(never: readonly { readonly check: WantedCheck }[]): readonly Problem[] {
  const jobs = never.filter(({ check }) => 'check' in check.name).map(({ check }) => nameOf(check));
  if (jobs.length === 0) return [];
  return [{ code: 'no_workflows', detail: `Nothing in .github/workflows reports ${jobs.join(', ')}.` }];
}

function neverReports(repo: RepoName, one: RequiredForecast): Problem {
  const [reason] = one.reasons;
  const detail = reason ? `"${one.check}": ${reason.message}` : `"${one.check}" can never report.`;
  return {
    code: 'check_never_reports',
    detail,
    ...(reason?.file
      ? { place: { file: `${fullName(repo)}/${reason.file}`, line: reason.line, column: reason.column } }
      : {}),
    ...(one.fix ? { fix: one.fix.text } : {}),
  };
}
