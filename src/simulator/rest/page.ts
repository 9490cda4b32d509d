import { apiUrl } from '../shapes/account.ts';
import type { Call } from './route.ts';

export type Page<Item> = {
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
};

/** One page of a list by `page` and `per_page` (30 unless told otherwise, 100 at most), with its `Link` header. */
export function page<Item>(call: Call, all: readonly Item[]): Page<Item> {
  const size = Math.min(100, positive(call.query.get('per_page'), 30));
  const number = positive(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const items = all.slice((number - 1) * size, number * size);
  const links = [
    ...(number > 1 ? [link(call, number - 1, 'prev'), link(call, 1, 'first')] : []),
    ...(number < last ? [link(call, number + 1, 'next'), link(call, last, 'last')] : []),
  ];
  return { items, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}

function link(call: Call, number: number, rel: string): string {
  const query = new URLSearchParams(call.query);
  query.set('page', String(number));
  return `<${apiUrl(call.state)}${call.path}?${query.toString()}>; rel="${rel}"`;
}
