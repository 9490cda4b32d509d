import type { Forecast } from '#model';
import { findingsOf, type Finding } from './findings.ts';

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Workflow commands, which GitHub Actions shows at the lines of a pull request's files. */
export function renderGithub(forecast: Forecast): string {
  return findingsOf(forecast).map(commandOf).join('');
}

/** One remark as a command. */
export function commandOf({ level, title, message, file, line, column }: Finding): string {
  const properties = [`file=${property(file)}`, `line=${line}`, `col=${column}`, `title=${property(title)}`];
  return `::${COMMANDS[level]} ${properties.join(',')}::${data(message)}\n`;
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
