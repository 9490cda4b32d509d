import { fixOf } from '#model';
import { UsageError } from '../check/options.ts';
import type { Said } from '../check/run-check.ts';
import { fromFiles } from './from-files.ts';
import { readOptions, type Options } from './options.ts';
import { renderJson, renderText } from './render.ts';
import { namesOn, resolve } from './resolve.ts';
import type { ReadSources } from './sources.ts';

const USAGE = `Usage:
  mainstay explain OWNER/REPO [--format text|json]
  mainstay explain OWNER/REPO [--organisation FILE] [--repository FILE] [--topics A,B] [--visibility NAME]
                   [--language NAME] [--fork] [--property NAME=VALUE]... [--format text|json]
`;

export type Around = { readonly readGithub: ReadSources; readonly coloured: boolean };

/**
 * Says what the policy asks of one repository, and the file and line of each value. Exit code 0: it is known;
 * 1: something is wrong with a file; 2: wrong usage, or what cannot be read.
 */
export async function runExplain(args: readonly string[], around: Around): Promise<Said> {
  try {
    const options = readOptions(args);
    return options === null ? { out: USAGE, error: '', code: 0 } : await explained(options, around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { out: '', error: `mainstay explain: ${error.message}\n\n${USAGE}`, code: 2 };
  }
}

async function explained({ repo, files, format }: Options, { readGithub, coloured }: Around): Promise<Said> {
  const sources = await (files === null ? readGithub : fromFiles(files))(repo);
  if (!sources.known) {
    const { why } = sources;
    return { out: '', error: `mainstay explain: ${why.detail}\n  Fix: ${fixOf(why)}\n`, code: 2 };
  }
  const onGithub = namesOn(repo);
  const resolved = await resolve(repo, sources.value, {
    organisation: files?.organisation ?? onGithub.organisation,
    repository: files?.repository ?? onGithub.repository,
  });
  const out = format === 'json' ? renderJson(repo, resolved) : renderText(repo, resolved, coloured);
  return { out, error: '', code: resolved.problems.length === 0 ? 0 : 1 };
}
