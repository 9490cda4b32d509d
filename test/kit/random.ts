/** Chance that comes again with its seed. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number below `count`. */
  below(count: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** Mulberry32: short, and even enough to choose what people do. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function below(count: number): number {
    return Math.floor(next() * count);
  }
  return { next, below, pick: (list) => list[below(list.length)] ?? list[0] };
}
