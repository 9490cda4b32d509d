import { parseArgs } from 'node:util';
import { HelpAsked, UsageError } from '../usage-error.ts';

export type Options =
  | { readonly act: 'list'; readonly format: 'text' | 'json' }
  /** `id`: of one parked job, or `all`. */
  | { readonly act: 'retry'; readonly id: string };

/** Reads the arguments of `mainstay jobs`. Throws a UsageError for any that it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (values.help) throw new HelpAsked();
  const [act, id, ...more] = positionals;
  if (act === undefined) return listing(values);
  if (act !== 'retry') throw new UsageError(`There is no "jobs ${act}".`);
  if (values.format !== undefined) throw new UsageError('--format is for the list alone.');
  if ((id === undefined) === !values.all || more.length > 0) {
    throw new UsageError('Say which job: one id of the list, or --all.');
  }
  return { act: 'retry', id: id ?? 'all' };
}

type Values = { readonly help?: boolean; readonly all?: boolean; readonly format?: string };

function listing({ all, format = 'text' }: Values): Options {
  if (all) throw new UsageError('--all is for "jobs retry".');
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`--format is one of text, json, not "${format}".`);
  }
  return { act: 'list', format };
}

function parsed(args: readonly string[]): {
  readonly values: Values;
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
