import type { Witness } from '#model';

const ACTIVITIES: Readonly<Record<string, string>> = {
  opened: 'was just opened',
  synchronize: 'was pushed to again',
  reopened: 'was reopened',
};

/** A witness in words, from what makes the difference about that pull request. */
export function pullWords(witness: Witness): string {
  const { failing, condition } = witness;
  const traits = traitsOf(witness);
  const parts = [
    ...(traits.length > 0 ? [`that ${traits.join(' and ')}`] : []),
    ...(failing ? [`on which ${failing.join(' or ')} fails`] : []),
    ...(condition === undefined ? [] : [`for which \`${condition}\` is false`]),
  ];
  return `a pull request ${parts.join(', ')}`;
}

function traitsOf({ changedFiles, fork, draft, actor, headBranch, activity }: Witness): readonly string[] {
  const traits = [
    changedFiles && `changes only ${changedFiles.join(', ')}`,
    fork && 'comes from a fork',
    draft && 'is a draft',
    actor && `is by ${actor}`,
    headBranch && `comes from the branch ${headBranch}`,
    activity && (ACTIVITIES[activity] ?? `was last ${activity}`),
  ];
  return traits.filter((trait) => typeof trait === 'string');
}
