import { z } from 'zod';
import { folderOf } from './repository-query.ts';
import type { FileShape } from './reading-shape.ts';

const policySketch = z.looseObject({ oid: z.string().optional(), byteSize: z.number().optional() }).nullish();
const folderSketch = z
  .looseObject({
    entries: z
      .array(z.looseObject({ name: z.string(), type: z.string(), oid: z.string(), size: z.number() }))
      .nullish(),
  })
  .nullish();
const sketch = z.looseObject({ id: z.string(), policy: policySketch });

/** A file whose text is wanted, and a repository that has it. */
export type Wanted = { readonly oid: string; readonly repository: string; readonly bytes: number };

const IS_WORKFLOW = /\.ya?ml$/;

/** The files that a repository's part of a page names, without their texts; none where that part is broken. */
export function filesNamed(node: unknown, aliases: readonly string[]): readonly Wanted[] {
  const parsed = sketch.safeParse(node);
  if (!parsed.success) return [];
  const { id: repository, policy } = parsed.data;
  const own = policy?.oid === undefined ? [] : [{ oid: policy.oid, repository, bytes: policy.byteSize ?? 0 }];
  const workflows = aliases.flatMap((alias) => folderIn(parsed.data, alias)?.entries ?? []);
  return [
    ...own,
    ...workflows
      .filter(({ type, name }) => type === 'blob' && IS_WORKFLOW.test(name))
      .map(({ oid, size: bytes }) => ({ oid, repository, bytes })),
  ];
}

/** The same part with the texts in their places, as a query for a single repository would have answered. */
export function withTexts(
  node: unknown,
  aliases: readonly string[],
  texts: ReadonlyMap<string, FileShape>,
): unknown {
  const parsed = sketch.safeParse(node);
  if (!parsed.success) return node;
  const { policy } = parsed.data;
  const file = policy?.oid === undefined ? policy : (texts.get(policy.oid) ?? policy);
  const folders = aliases.map((alias) => {
    const folder = folderIn(parsed.data, alias);
    if (!folder?.entries) return [folderOf(alias), parsed.data[folderOf(alias)]] as const;
    const entries = folder.entries.map((entry) => ({ ...entry, object: texts.get(entry.oid) ?? null }));
    return [folderOf(alias), { ...folder, entries }] as const;
  });
  return { ...parsed.data, policy: file, ...Object.fromEntries(folders) };
}

function folderIn(node: Readonly<Record<string, unknown>>, alias: string) {
  return folderSketch.safeParse(node[folderOf(alias)]).data;
}
