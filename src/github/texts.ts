/** Texts of files by oid, kept for as long as somebody asks for them: content never changes under an oid. */
export interface Texts {
  recall(oids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  keep(texts: ReadonlyMap<string, string>): Promise<void>;
}

const MOST = 1_000;

/** Without a store: what was read lately, within this process. */
export function createOwnTexts(): Texts {
  const known = new Map<string, string>();
  return {
    recall: (oids) =>
      Promise.resolve(
        new Map(
          oids.flatMap((oid) => {
            const text = known.get(oid);
            return text === undefined ? [] : [[oid, text] as const];
          }),
        ),
      ),
    keep: (texts) => {
      if (known.size + texts.size > MOST) known.clear();
      for (const [oid, text] of texts) known.set(oid, text);
      return Promise.resolve();
    },
  };
}
