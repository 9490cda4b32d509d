import type { WantedCheck } from '#model';

/** One text per name: the same job, narrowed in the same way, or the same literal. */
export function nameKey(name: WantedCheck['name']): string {
  return JSON.stringify('context' in name ? [name.context] : [name.check, name.workflow]);
}
