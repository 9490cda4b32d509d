import { forecast, readWorkflows, type CheckName, type Question, type Workflows } from '#workflows';
import type { Forecast, RequiredForecast, WorkflowFile } from '#model';

/** A workflow file of the repository under test. */
export function file(name: string, text: string): WorkflowFile {
  return { path: `.github/workflows/${name}`, text };
}

/** A workflow on every pull request whose jobs are given as YAML, two blanks in. */
export function onPulls(jobs: string): string {
  return `on: pull_request\njobs:\n${jobs}`;
}

/** One job, `job`, that runs on every pull request; `body` are further lines of it, four blanks in. */
export function job(body: string, id = 'job'): string {
  return onPulls(`  ${id}:\n    runs-on: ubuntu-latest\n    steps: [{ run: 'true' }]\n${body}`);
}

type Asked = Partial<Omit<Question, 'checks'>> & {
  readonly reusables?: readonly WorkflowFile[];
  readonly repository?: string;
};

export function read(files: string | readonly WorkflowFile[], asked: Asked = {}): Workflows {
  const list = typeof files === 'string' ? [file('ci.yml', files)] : files;
  return readWorkflows(list, { reusables: asked.reusables ?? [], repository: asked.repository ?? null });
}

export function ask(
  files: string | readonly WorkflowFile[],
  checks: readonly CheckName[],
  asked: Asked = {},
): Forecast {
  return forecast(read(files, asked), { branch: 'main', event: 'pull_request', ...asked, checks });
}

/** The names that jobs report under, in order; a name that only a run knows as `/pattern/`. */
export function names(files: string | readonly WorkflowFile[], asked: Asked = {}): readonly string[] {
  return ask(files, [], asked).predicted.map(({ context, pattern }) => context ?? `/${pattern ?? ''}/`);
}

/** The verdict on one literal context. */
export function judge(
  files: string | readonly WorkflowFile[],
  context: string,
  asked: Asked = {},
): RequiredForecast {
  const [answer] = ask(files, [{ context }], asked).required;
  if (!answer) throw new Error('there is an answer for every check');
  return answer;
}

/** The verdict on a check of the policy: a job by its id or name. */
export function judgeCheck(
  files: string | readonly WorkflowFile[],
  check: string,
  asked: Asked & { readonly workflow?: string } = {},
): RequiredForecast {
  const [answer] = ask(files, [{ check, workflow: asked.workflow ?? null }], asked).required;
  if (!answer) throw new Error('there is an answer for every check');
  return answer;
}
