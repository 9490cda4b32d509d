import { parseArgs } from 'node:util';
import { oneOf, UsageError } from '../check/options.ts';

export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];
export type Level = 'organisation' | 'repository';

export type Options = {
  readonly files: readonly string[];
  readonly format: Format;
  /** Null: guessed by what each file says. */
  readonly level: Level | null;
  readonly help: boolean;
};

const LEVELS = ['organisation', 'repository'] as const;

/** Reads the arguments of `mainstay validate`. Throws a UsageError for any that it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const { level } = values;
  const help = values.help === true;
  if (positionals.length === 0 && !help) throw new UsageError('Name at least one file, or `-`');
  return {
    files: positionals,
    format: oneOf('format', FORMATS, values.format),
    level: level === undefined ? null : oneOf('level', LEVELS, level),
    help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        level: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
