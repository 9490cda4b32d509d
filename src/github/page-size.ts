import { GaveUp } from './failure.ts';

/** How much is asked for at once: less where GitHub does not manage it, slowly more where it does. */
export type PageSize = { now: number; good: number; readonly most: number };

/** So many in a row went well before more is tried. */
const BEFORE_MORE = 3;
const MORE = 1.25;

export function createPageSize(first: number, most: number): PageSize {
  return { now: first, good: 0, most };
}

/** Does it with so many at once, with half as many as often as GitHub gives up; throws what it said of a single one. */
export async function fitting<T>(size: PageSize, act: (count: number) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const done = await act(size.now);
      went(size);
      return done;
    } catch (error) {
      if (!(error instanceof GaveUp) || size.now === 1) throw error;
      size.now = Math.max(1, Math.floor(size.now / 2));
      size.good = 0;
    }
  }
}

function went(size: PageSize): void {
  size.good += 1;
  if (size.good < BEFORE_MORE) return;
  size.good = 0;
  size.now = Math.min(size.most, Math.ceil(size.now * MORE));
}
