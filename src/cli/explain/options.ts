import { parseArgs } from 'node:util';
import type { RepoName, RepoProperties, RepoTraits } from '#model';
import { oneOf, UsageError } from '../check/options.ts';

type Format = 'text' | 'json';

export type Options = {
  readonly repo: RepoName;
  readonly format: Format;
  /** Set where files are named: then nothing is asked of GitHub. */
  readonly files: Files | null;
};

export type Files = {
  readonly organisation: string | null;
  readonly repository: string | null;
  readonly traits: RepoTraits;
  /** Null: none was named. */
  readonly properties: RepoProperties | null;
};

const VISIBILITIES = ['public', 'private', 'internal'] as const;
const FORMATS = ['text', 'json'] as const;

/** Reads the arguments of `mainstay explain`; null: they ask for help. Throws a UsageError for any that it does not know. */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  const { organisation = null, repository = null } = values;
  const isOffline = organisation !== null || repository !== null;
  const described = ['topics', 'visibility', 'language', 'fork', 'property'] as const;
  const alone = described.find((option) => values[option] !== undefined);
  if (!isOffline && alone !== undefined) {
    throw new UsageError(`--${alone} goes with --organisation or --repository; GitHub knows its own`);
  }
  return {
    repo: repoOf(positionals),
    format: oneOf('format', FORMATS, values.format),
    files: isOffline
      ? { organisation, repository, traits: traitsOf(values), properties: propertiesOf(values.property) }
      : null,
  };
}

type Values = ReturnType<typeof parsed>['values'];

function traitsOf({ topics = [], visibility = 'private', language, fork = false }: Values): RepoTraits {
  return {
    topics: topics.flatMap((each) => each.split(',')).filter((topic) => topic !== ''),
    visibility: oneOf('visibility', VISIBILITIES, visibility),
    language: language ?? null,
    fork,
  };
}

function propertiesOf(given: readonly string[] | undefined): RepoProperties | null {
  if (given === undefined) return null;
  const pairs = given.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--property is NAME=VALUE, not "${text}"`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  const names = [...new Set(pairs.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => [name, pairs.filter((pair) => pair.name === name).map(({ value }) => value)]),
  );
}

function repoOf(positionals: readonly string[]): RepoName {
  const [text = '', ...more] = positionals;
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (owner === undefined || name === undefined || more.length > 0) {
    throw new UsageError('Name one repository, as OWNER/REPO');
  }
  return { owner, name };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        organisation: { type: 'string' },
        repository: { type: 'string' },
        topics: { type: 'string', multiple: true },
        visibility: { type: 'string' },
        language: { type: 'string' },
        fork: { type: 'boolean' },
        property: { type: 'string', multiple: true },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
