import { z } from 'zod';

/** What the server sends: any number of `progress`, then one of the other two. */
export const reply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.unknown() }),
  z.object({ kind: z.literal('answer'), answer: z.unknown() }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]);
export type Reply = z.infer<typeof reply>;

/** Longer than any request, so that a stranger's bytes do not fill the memory. */
const LONGEST = 64 * 1024;

/** One line off the wire, at most `LONGEST` characters before its end. Null: the other side ended, or said too much. */
export async function firstLine(stream: AsyncIterable<string>): Promise<string | null> {
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
    if (text.length > LONGEST) return null;
  }
  return null;
}

export function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The value of a line; undefined where it is no JSON. */
export function valueOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
