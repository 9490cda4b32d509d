import type { Problem } from '#model';
import { parsePolicy } from '#policy';
import type { Level } from './options.ts';

/** One file, as whose it was read, and what is wrong with it. */
export type JudgedFile = {
  readonly file: string;
  readonly level: Level;
  readonly problems: readonly Problem[];
};

/** Keys that count only in the organisation's file. */
const ORGANISATION = /^["']?(?:exempt|guard|overrides|repositories)["']?\s*:/m;

/** What is wrong with one file. Without a level it is read as whose it seems to be. */
export function judgeFile(file: string, text: string, level: Level | null): JudgedFile {
  const readAs = level ?? (ORGANISATION.test(text) ? 'organisation' : 'repository');
  const { policy, problems } = parsePolicy(text, { file, level: readAs });
  return { file, level: readAs, problems: [...problems, ...misplaced(policy, readAs)] };
}

function misplaced(policy: ReturnType<typeof parsePolicy>['policy'], level: Level): readonly Problem[] {
  if (policy === null || level === 'organisation') return [];
  return policy.organisationOnly.map(({ key, place }) => ({
    code: 'policy_only_tightens',
    detail: `\`${key}\` counts only in the organisation's policy.`,
    place,
  }));
}
