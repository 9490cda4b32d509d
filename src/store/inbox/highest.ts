import type { Wake } from '#model';

/** Live, where any of them is. */
export function highest(rows: readonly { readonly priority: Wake['priority'] }[]): Wake['priority'] {
  return rows.some(({ priority }) => priority === 'live') ? 'live' : 'sweep';
}
