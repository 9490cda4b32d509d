/** Tokens to ask for: so many, of none of these installations. */
export type Share = { readonly most: number; readonly without: readonly number[] };

export type Load = {
  readonly concurrency: number;
  readonly perInstallation: number;
  /** The installation of each key that runs. */
  readonly running: readonly number[];
};

/**
 * What to ask for, in this order, so that the installation with the fewest running keys goes first, however many of
 * another's wait before its own; and so that none holds all places while its writes wait for their turns.
 */
export function sharesOf({ concurrency, perInstallation, running }: Load): readonly Share[] {
  const room = concurrency - running.length;
  if (room <= 0) return [];
  const counts = new Map<number, number>();
  for (const installation of running) counts.set(installation, (counts.get(installation) ?? 0) + 1);
  const steps = [0, ...counts.values()].filter((count) => count < perInstallation);
  return [...new Set(steps)]
    .sort((one, other) => one - other)
    .map((count) => ({
      most: Math.min(room, perInstallation - count),
      without: [...counts].filter(([, has]) => has > count).map(([installation]) => installation),
    }));
}
