import type { Path } from './located.ts';

/** What stands at a path of plain data; undefined: nothing. Only own keys count. */
export function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      isMapping(value) && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    content,
  );
}

export function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
