import type { z } from 'zod';

/** Tells the one who asked how far it is; each value is a line. */
export type Tell = (progress: unknown) => void;

/** One thing that can be asked of a running server. A thrown error is told by its message alone. */
export type Verb = {
  /** Null: the request is not one of this verb's. */
  readonly run: (request: unknown, tell: Tell) => Promise<unknown> | null;
};

type Shape<T> = {
  readonly request: z.ZodType<T>;
  readonly act: (request: T, tell: Tell) => Promise<unknown>;
};

/** A verb from the shape of its request, which names it by `verb`, and what it does. */
export function verbOf<T>({ request: shape, act }: Shape<T>): Verb {
  return {
    run: (request, tell) => {
      const { data, success } = shape.safeParse(request);
      return success ? act(data, tell) : null;
    },
  };
}
