import { refusal } from './refusal.ts';
import type { Args } from './source.ts';

/** The arguments every connection takes. */
export const PAGING: readonly string[] = ['first', 'after', 'last', 'before'];

export type Page = {
  readonly nodes: readonly unknown[];
  readonly edges: readonly { readonly node: unknown; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
};

/** One page of a connection. That `first` or `last` is given, and 100 at most, was checked before (price.ts). */
export function page(nodes: readonly unknown[], args: Args): Page {
  const after = position(args, 'after') ?? 0;
  const before = position(args, 'before') ?? nodes.length + 1;
  const window = { from: after, to: Math.max(after, Math.min(before - 1, nodes.length)) };
  const { from, to } = cut(window, args);
  const edges = nodes.slice(from, to).map((node, index) => ({ node, cursor: cursor(from + index + 1) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: to < nodes.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: nodes.length,
  };
}

type Window = { readonly from: number; readonly to: number };

function cut({ from, to }: Window, { first, last }: Args): Window {
  const end = typeof first === 'number' ? Math.min(to, from + first) : to;
  const start = typeof last === 'number' ? Math.max(from, end - last) : from;
  return { from: start, to: end };
}

/** A node's place in its list, from 1. */
function cursor(place: number): string {
  return Buffer.from(`cursor:v2:${place}`).toString('base64');
}

function position(args: Args, name: 'after' | 'before'): number | undefined {
  const text = args[name];
  if (typeof text !== 'string') return undefined;
  const place = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString('utf8'))?.[1];
  if (place !== undefined) return Number(place);
  throw refusal('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`);
}
