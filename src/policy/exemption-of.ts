import type { Exemption } from '#model';
import { matchesGlob } from './glob.ts';
import type { PolicyFile } from './policy-file.ts';

/** After every time that is written as four digits of a year and the rest. */
const NEVER = '~';

/** The exemption of a repository that lasts the longest; null: there is none, or it is over. */
export function exemptionOf(name: string, exempt: PolicyFile['exempt'], now: Date): Exemption | null {
  const standing = (exempt?.value ?? [])
    .filter(({ glob }) => matchesGlob(glob, name))
    .map((said) => ({ said, until: said.until === null ? null : endOf(said.until) }))
    .filter(({ until }) => until === null || Date.parse(until) >= now.getTime())
    .toSorted((one, other) => ((one.until ?? NEVER) < (other.until ?? NEVER) ? 1 : -1));
  const [longest] = standing;
  if (longest === undefined) return null;
  const { said, until } = longest;
  return { until, reason: said.reason, origin: { file: said.place.file, line: said.place.line } };
}

/** The last moment of a day, UTC. */
function endOf(day: string): string {
  return `${day}T23:59:59.999Z`;
}
