import { parseArgs } from 'node:util';
import type { ForecastEvent } from '#model';

export const FORMATS = ['text', 'json', 'github', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

export type Options = {
  readonly directory: string;
  readonly branch: string;
  readonly event: ForecastEvent;
  readonly policy: string | null;
  readonly contexts: readonly string[];
  readonly changedFiles: string | null;
  readonly reusables: string | null;
  readonly format: Format;
};

/** Said on the standard error, with exit code 2. */
export class UsageError extends Error {}

/** A policy file with mistakes: the usage would not help. */
export class BrokenPolicy extends UsageError {}

/** `--help`: the usage is the answer. */
export class HelpAsked extends Error {}

/** Reads the arguments of `mainstay check`. Throws a UsageError for any that it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  if (values.help) throw new HelpAsked();
  const [directory = '.', ...more] = positionals;
  if (more.length > 0) throw new UsageError(`One folder at a time, please: ${positionals.join(' ')}`);
  return {
    directory,
    branch: values.branch,
    event: oneOf('event', EVENTS, values.event),
    policy: values.policy ?? null,
    contexts: values.context ?? [],
    changedFiles: values['changed-files'] ?? null,
    reusables: values.reusables ?? null,
    format: oneOf('format', FORMATS, values.format),
  };
}

const EVENTS = ['pull_request', 'merge_group'] as const;

/** The one that was given, if it is allowed. Throws a UsageError. */
export function oneOf<T extends string>(option: string, allowed: readonly T[], given: string): T {
  const found = allowed.find((one) => one === given);
  if (found === undefined)
    throw new UsageError(`--${option} is one of ${allowed.join(', ')}, not "${given}"`);
  return found;
}

type Parsed = {
  readonly values: {
    readonly branch: string;
    readonly event: string;
    readonly format: string;
    readonly help?: boolean | undefined;
    readonly policy?: string | undefined;
    readonly context?: string[] | undefined;
    readonly 'changed-files'?: string | undefined;
    readonly reusables?: string | undefined;
  };
  readonly positionals: readonly string[];
};

function parsed(args: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        branch: { type: 'string', default: 'main' },
        event: { type: 'string', default: 'pull_request' },
        policy: { type: 'string' },
        context: { type: 'string', multiple: true },
        'changed-files': { type: 'string' },
        reusables: { type: 'string' },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
