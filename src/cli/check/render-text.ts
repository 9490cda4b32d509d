import type { Forecast, Reason, RequiredForecast, Verdict, WorkflowProblem } from '#model';
import { pullWords } from './pull-words.ts';
import { painter, printable, wrapped, type Colour, type Paint } from './terminal.ts';

const MARKS: Readonly<
  Record<Verdict, { readonly mark: string; readonly colour: Colour; readonly words: string }>
> = {
  will: { mark: '✔', colour: 'green', words: 'will report' },
  may: { mark: '?', colour: 'yellow', words: 'may not report' },
  never: { mark: '✘', colour: 'red', words: 'never reports' },
};
const INDENT = 4;

/** The report for people: one block per check with its names, why, an example and the way out. */
export function renderText(forecast: Forecast, coloured: boolean): string {
  const paint = painter(coloured);
  const where = forecast.event === 'merge_group' ? 'merge groups of' : 'pull requests into';
  const blocks = [
    paint(`Required checks on ${where} ${printable(forecast.branch)}`, 'bold'),
    ...forecast.problems.map((problem) => problemBlock(problem, paint)),
    ...forecast.required.map((one) => checkBlock(one, paint)),
    summary(forecast),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function problemBlock(problem: WorkflowProblem, paint: Paint): string {
  return [`${paint('✘', 'red')} ${place(problem)}`, ...wrapped(problem.message, INDENT)].join('\n');
}

function checkBlock(one: RequiredForecast, paint: Paint): string {
  return [
    heading(one, paint),
    ...contextLines(one, paint),
    ...one.reasons.flatMap((reason) => reasonLines(reason, paint)),
    ...(one.witness ? wrapped(`For example: ${pullWords(one.witness)}.`, INDENT) : []),
    ...fixLines(one, paint),
  ].join('\n');
}

function heading(
  { check, contexts, verdict, vacuous, ambiguous, dynamic }: RequiredForecast,
  paint: Paint,
): string {
  const { mark, colour, words } = MARKS[verdict];
  const flags = [
    ...(contexts.length > 1 ? [`as ${contexts.length} contexts`] : []),
    ...(vacuous ? ['can pass without proving anything'] : []),
    ...(ambiguous ? ['more than one job has this name'] : []),
    ...(dynamic ? ['its names are known only when it runs'] : []),
  ];
  const shown = vacuous && verdict === 'will' ? 'yellow' : colour;
  return `${paint(mark, shown)} ${paint(printable(check), 'bold')} ${[words, ...flags].join(', ')}`;
}

function contextLines({ check, contexts, producers }: RequiredForecast, paint: Paint): readonly string[] {
  const names = contexts.length === 1 && contexts[0] === check ? [] : contexts;
  return [
    ...(names.length > 0 ? wrapped(names.join(', '), INDENT) : []),
    ...producers.map((one) =>
      paint(`    job ${printable(one.job)}, ${place({ ...one, file: one.workflow })}`, 'dim'),
    ),
  ];
}

function reasonLines(reason: Reason, paint: Paint): readonly string[] {
  return [...wrapped(`${reason.message}.`, INDENT), paint(`      ${place(reason)}`, 'dim')];
}

function fixLines({ fix }: RequiredForecast, paint: Paint): readonly string[] {
  if (!fix) return [];
  const patch =
    fix.patch === null
      ? []
      : fix.patch.split('\n').map((line) => `      ${paintDiff(printable(line), paint)}`);
  return [...wrapped(`Fix: ${fix.text}`, INDENT), ...patch];
}

function paintDiff(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint(line, 'green');
  return line.startsWith('-') ? paint(line, 'red') : line;
}

function summary({ required, problems }: Forecast): string {
  const [will, may, never] = (['will', 'may', 'never'] as const).map(
    (verdict) => required.filter((one) => one.verdict === verdict).length,
  );
  const parts = [
    `${will ?? 0} will report`,
    ...(may ? [`${may} may not`] : []),
    ...(never ? [`${never} never ${never === 1 ? 'does' : 'do'}`] : []),
    ...(problems.length > 0
      ? [`${problems.length} problem${problems.length > 1 ? 's' : ''} in workflow files`]
      : []),
  ];
  return `${required.length} required check${required.length === 1 ? '' : 's'}: ${parts.join(', ')}.`;
}

function place({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}): string {
  return printable(`${file}:${line}:${column}`);
}
