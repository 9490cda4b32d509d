import type { Problem, PullMemory } from '#model';

type Pulls = ReadonlyMap<number, PullMemory>;

/** The contexts that are out of a branch's requirement now, for the sake of pull requests into it. */
export function waivedOn(pulls: Pulls, branch: string, now: Date): readonly string[] {
  const contexts = [...pulls.values()].flatMap(({ base, accepted }) =>
    accepted && base === branch && Date.parse(accepted.until) > now.getTime() ? accepted.contexts : [],
  );
  return [...new Set(contexts)];
}

/** What the branch's report says of them. */
export function waiverNotes(pulls: Pulls, now: Date): readonly Problem[] {
  return [...pulls].flatMap(([number, { base, accepted }]) => {
    if (!accepted || Date.parse(accepted.until) <= now.getTime()) return [];
    const names = accepted.contexts.map((context) => `\`${context.replaceAll('`', "'")}\``).join(', ');
    const detail = `Not required on \`${base}\`: ${names}, for pull request ${number}, accepted by \`${accepted.by}\`, until ${accepted.until} at the latest.`;
    return [{ code: 'check_waived' as const, detail }];
  });
}
