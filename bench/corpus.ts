import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Prediction, RequiredForecast, WorkflowFile } from '#model';
import { forecast, readWorkflows } from '#workflows';

// Measures the forecast on real repositories: `npm run bench:corpus -- <folder>`. Each folder in it holds
// workflows/, external/ (called workflows of others), contexts.json (what is required) and labels.json (who reports it).

type Contexts = {
  readonly owner: string;
  readonly repo: string;
  readonly default_branch: string;
  readonly required_contexts: readonly string[];
  readonly external_reusables: readonly { readonly uses: string; readonly stored: string | null }[];
};

type Labels = Readonly<Record<string, { readonly producer: string }>>;

type Score = {
  readonly repository: string;
  readonly gha: number;
  readonly exact: number;
  readonly byPattern: number;
  readonly missed: readonly string[];
  readonly falseNever: readonly string[];
  readonly dead: number;
  readonly trueNever: number;
  readonly survivors: readonly string[];
  readonly verdicts: string;
};

const DEAD = new Set(['stale', 'misnamed']);
const BOUND_MS = 5;

function main(args: readonly string[]): number {
  const [folder] = args;
  if (folder === undefined) {
    process.stderr.write('Usage: npm run bench:corpus -- <folder of repositories>\n');
    return 2;
  }
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const scores = names.map(({ name }) => scoreOf(join(folder, name)));
  const times = names.flatMap(({ name }) => fileTimes(join(folder, name))).sort((a, b) => a - b);
  scores.forEach(print);
  return printTotal(scores, times);
}

function scoreOf(folder: string): Score {
  const contexts = readJson(join(folder, 'contexts.json')) as Contexts;
  const labels = readJson(join(folder, 'labels.json')) as Labels;
  const workflows = readWorkflows(ownFiles(folder), {
    repository: `${contexts.owner}/${contexts.repo}`,
    reusables: otherFiles(folder, contexts),
  });
  const checks = contexts.required_contexts.map((context) => ({ context }));
  const answer = forecast(workflows, { branch: contexts.default_branch, event: 'pull_request', checks });
  function labelled(wanted: (producer: string) => boolean): readonly RequiredForecast[] {
    return answer.required.filter(({ check }) => wanted(labels[check]?.producer ?? ''));
  }
  const gha = labelled((producer) => producer === 'gha');
  const dead = labelled((producer) => DEAD.has(producer));
  const exact = gha.filter(({ check }) => answer.predicted.some(({ context }) => context === check));
  const byPattern = gha.filter(
    (one) => !exact.includes(one) && answer.predicted.some((name) => fits(name, one.check)),
  );
  function count(verdict: string): number {
    return answer.required.filter((one) => one.verdict === verdict).length;
  }
  return {
    repository: `${contexts.owner}/${contexts.repo}`,
    gha: gha.length,
    exact: exact.length,
    byPattern: byPattern.length,
    missed: gha.filter((one) => !exact.includes(one) && !byPattern.includes(one)).map(({ check }) => check),
    falseNever: gha.filter(({ verdict }) => verdict === 'never').map(({ check }) => check),
    dead: dead.length,
    trueNever: dead.filter(({ verdict }) => verdict === 'never').length,
    survivors: dead.filter(({ verdict }) => verdict !== 'never').map(({ check }) => check),
    verdicts: `${count('will')} will, ${count('may')} may, ${count('never')} never`,
  };
}

function fits({ pattern }: Prediction, context: string): boolean {
  return (
    pattern !== null &&
    (new RegExp(pattern, 's').test(context) || new RegExp(pattern, 's').test(`${context} `))
  );
}

/** Milliseconds to read one file and to say what it reports, for each file of a repository. */
function fileTimes(folder: string): readonly number[] {
  return ownFiles(folder).map((file) => {
    const start = performance.now();
    forecast(readWorkflows([file]), { branch: 'main', event: 'pull_request', checks: [] });
    return performance.now() - start;
  });
}

function ownFiles(folder: string): readonly WorkflowFile[] {
  const inside = join(folder, 'workflows');
  return readdirSync(inside).map((name) => ({
    path: `.github/workflows/${name}`,
    text: readFileSync(join(inside, name), 'utf8'),
  }));
}

function otherFiles(folder: string, { external_reusables: calls }: Contexts): readonly WorkflowFile[] {
  return calls.flatMap(({ uses, stored }) =>
    stored === null
      ? []
      : [{ path: uses.replace(/@.*$/, ''), text: readFileSync(join(folder, stored), 'utf8') }],
  );
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function print(score: Score): void {
  const found = `${score.exact + score.byPattern}/${score.gha} found (${score.exact} exact, ${score.byPattern} by pattern)`;
  const never = `${score.trueNever}/${score.dead} dead ones never`;
  console.log(
    `${score.repository}: ${found}, ${score.falseNever.length} false never, ${never}; ${score.verdicts}`,
  );
  for (const context of score.missed) console.log(`    missed: ${context}`);
  for (const context of score.falseNever) console.log(`    false never: ${context}`);
  for (const context of score.survivors) console.log(`    not never: ${context}`);
}

function printTotal(scores: readonly Score[], times: readonly number[]): number {
  function sum(of: (score: Score) => number): number {
    return scores.reduce((total, score) => total + of(score), 0);
  }
  const [gha, exact, byPattern] = [sum((s) => s.gha), sum((s) => s.exact), sum((s) => s.byPattern)];
  const [dead, trueNever, falseNever] = [
    sum((s) => s.dead),
    sum((s) => s.trueNever),
    sum((s) => s.falseNever.length),
  ];
  function at(share: number): number {
    return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  }
  const mean = times.reduce((total, time) => total + time, 0) / Math.max(1, times.length);
  console.log(`\nIn all: recall ${exact + byPattern}/${gha} (${exact} exact, ${byPattern} by pattern)`);
  console.log(`        false never ${falseNever}, true never ${trueNever}/${dead}`);
  console.log(
    `        ms per file: median ${at(0.5).toFixed(2)}, mean ${mean.toFixed(2)}, p95 ${at(0.95).toFixed(2)} (${times.length} files)`,
  );
  const good = exact + byPattern === gha && falseNever === 0 && trueNever === dead && at(0.5) <= BOUND_MS;
  return good ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
