import { join } from 'node:path';
import { BUILT_IN_CHECKS, POLICY_PATH } from '#model';
import { textIfThere, textOf } from './checkout.ts';
import type { AskedChecks, FoundPolicy } from './checks-from.ts';
import type { Options } from './options.ts';

/**
 * Which checks to judge: those named on the command line, else those of the policy file that was named, else those
 * of the checkout's own, else the built-in ones. Throws a UsageError for a file that cannot be read.
 */
export async function askedChecks(options: Options, repository: string | null): Promise<AskedChecks> {
  if (options.contexts.length > 0) {
    return { checks: options.contexts.map((context) => ({ name: { context }, source: null })), remarks: [] };
  }
  const found = policyFor(options, repository);
  if (found === null) {
    const checks = BUILT_IN_CHECKS.map((check) => ({ name: { check, workflow: null }, source: null }));
    return { checks, remarks: [] };
  }
  // Its schema library takes as long to load as all the rest.
  const { checksFrom } = await import('./checks-from.ts');
  return checksFrom(found);
}

function policyFor({ policy, directory }: Options, repository: string | null): FoundPolicy | null {
  if (policy !== null) return { file: policy, text: textOf(policy), level: 'organisation', repository };
  const file = join(directory, POLICY_PATH);
  const text = textIfThere(file);
  return text === null ? null : { file, text, level: 'repository', repository };
}
