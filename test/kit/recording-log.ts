import type { Log } from '#model';

/** One line as it was logged, with the fields of the log it came from. */
export type Line = {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
};

/** A log that keeps its lines. */
export function recordingLog(
  lines: Line[] = [],
  bound: Record<string, unknown> = {},
): Log & { readonly lines: Line[] } {
  function at(level: string) {
    return (fields: object, message: string) => {
      lines.push({ level, message, fields: { ...bound, ...fields } });
    };
  }
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => recordingLog(lines, { ...bound, ...fields }),
  };
}
