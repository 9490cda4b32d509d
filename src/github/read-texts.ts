import { z } from 'zod';
import { GaveUp, unusable } from './failure.ts';
import { createPageSize, fitting, type PageSize } from './page-size.ts';
import { type FileShape, fileShape } from './reading-shape.ts';
import { textsQuery } from './repository-query.ts';
import type { Session } from './session.ts';
import type { Wanted } from './sketch.ts';
import { type Bill, billed } from './sweep-bill.ts';
import type { Texts } from './texts.ts';

const MOST_TEXTS = 100;
/** Of all texts that one answer brings; a single larger one comes alone. */
const MOST_BYTES = 1_000_000;
/** A sweep tries again with less instead. */
export const ONCE = { request: { retries: 0 } };

const found = z.looseObject({ object: fileShape }).nullish();

export type TextsOn = {
  readonly session: Session;
  readonly texts: Texts;
  readonly bill: Bill;
  readonly size: PageSize;
};

export function createTextsSize(): PageSize {
  return createPageSize(MOST_TEXTS, MOST_TEXTS);
}

/**
 * The files by their oids: those seen before from the memory, the others many at a time from GitHub, once each. What
 * GitHub does not give is not among them.
 */
export async function readTexts(
  on: TextsOn,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, FileShape>> {
  const byOid = new Map(wanted.map((one) => [one.oid, one]));
  const known = await on.texts.recall([...byOid.keys()]);
  const all = new Map<string, FileShape>([...known].map(([oid, text]) => [oid, whole(oid, text)]));
  let left = [...byOid.values()].filter(({ oid }) => !known.has(oid));
  while (left.length > 0) {
    const { asked, files } = await askSome(on, left);
    for (const [oid, file] of files) all.set(oid, file);
    left = left.slice(asked);
  }
  return all;
}

function whole(oid: string, text: string): FileShape {
  return { __typename: 'Blob', oid, text, isTruncated: false, isBinary: false };
}

type Some = { readonly asked: number; readonly files: ReadonlyMap<string, FileShape> };

/** One file that GitHub cannot give does not keep the others away. */
async function askSome(on: TextsOn, left: readonly Wanted[]): Promise<Some> {
  try {
    return await fitting(on.size, async (count) => {
      const some = asMany(left, count);
      const files = await ask(on, some);
      await on.texts.keep(new Map([...files].flatMap(([oid, file]) => ofWhole(oid, file))));
      return { asked: some.length, files };
    });
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    return { asked: 1, files: new Map() };
  }
}

function asMany(left: readonly Wanted[], count: number): readonly Wanted[] {
  let bytes = 0;
  const fits = left.slice(0, count).findIndex((one) => (bytes += one.bytes) > MOST_BYTES);
  return left.slice(0, fits < 0 ? count : Math.max(fits, 1));
}

async function ask({ session, bill }: TextsOn, some: readonly Wanted[]) {
  const variables = Object.fromEntries(
    some.flatMap(({ oid, repository }, index) => [
      [`r${index}`, repository],
      [`o${index}`, oid],
    ]),
  );
  const answer = await billed(bill, () => session.query(textsQuery(some.length), { ...variables, ...ONCE }));
  if (!answer.ok) throw unusable(`the texts of files: ${answer.failure.message}`);
  const data = z.looseObject({}).safeParse(answer.data.data).data ?? {};
  const broken = new Set(answer.data.errors.map(({ path }) => path[0]));
  return new Map(
    some.flatMap(({ oid }, index) => {
      const parsed = found.safeParse(data[`t${index}`]);
      const file = parsed.success && !broken.has(`t${index}`) ? parsed.data?.object : null;
      return file?.oid === oid ? [[oid, file] as const] : [];
    }),
  );
}

function ofWhole(oid: string, file: FileShape): readonly (readonly [string, string])[] {
  const text = file?.isTruncated === true || file?.isBinary === true ? null : file?.text;
  return typeof text === 'string' ? [[oid, text]] : [];
}
