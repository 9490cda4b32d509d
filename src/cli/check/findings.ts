import type { Forecast, RequiredForecast } from '#model';

/** One remark for a machine that shows remarks at lines: a workflow annotation, a code scanning alert. */
export type Finding = {
  readonly level: 'error' | 'warning' | 'note';
  readonly code: string;
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** All that is worth a remark: problems of files, then each required check's reasons. */
export function findingsOf({ required, problems }: Forecast): readonly Finding[] {
  return [
    ...problems.map((problem): Finding => ({
      ...problem,
      level: 'error',
      title: 'This workflow will not run',
    })),
    ...required.flatMap(findingsOfCheck),
  ];
}

const TITLES = {
  will: 'will report',
  may: 'may not report',
  never: 'never reports',
} as const;

function findingsOfCheck(one: RequiredForecast): readonly Finding[] {
  const level = one.verdict === 'never' ? 'error' : one.verdict === 'may' ? 'warning' : 'note';
  const title = `Required check "${one.check}" ${TITLES[one.verdict]}`;
  const fix = one.fix ? `\nFix: ${one.fix.text}` : '';
  return one.reasons.map((reason, index) => ({
    ...reason,
    level,
    title,
    message: index === 0 ? reason.message + fix : reason.message,
  }));
}
