import type { Access, Known, RepoName } from '#model';
import type { Reading, SweptPage } from '#observe';
import { fillBypass, type SeenBypass } from './fill-bypass.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import { type AskedBranches, organisationPolicyOf, type Read, readingOf } from './reading-of.ts';
import { createTextsSize, readTexts } from './read-texts.ts';
import type { FileShape } from './reading-shape.ts';
import type { BranchQuery } from './repository-query.ts';
import type { Session } from './session.ts';
import { filesNamed, withTexts } from './sketch.ts';
import { type Bill, costOf, createBill } from './sweep-bill.ts';
import type { Texts } from './texts.ts';

/** What a sweep works with, from its first page to its last. */
export type PageOn = {
  readonly session: Session;
  readonly appId: number;
  readonly texts: Texts;
  /** Of the page under way. */
  readonly bill: Bill;
  readonly seen: SeenBypass;
  readonly size: ReturnType<typeof createTextsSize>;
  readonly pageOf: (
    query: BranchQuery | null,
    branches: readonly string[],
  ) => Pick<Sketched, 'asked' | 'aliases'>;
};

/** A page before the texts of its files; `next`: GitHub's cursor after it, null: it was the last. */
export type Sketched = {
  readonly asked: AskedBranches;
  readonly aliases: readonly string[];
  readonly answer: GraphAnswer;
  readonly policyRepository: unknown;
  readonly at: (index: number) => Path;
  readonly nodes: readonly unknown[];
  /** Null: GitHub does not even say what it is called. */
  readonly names: readonly (RepoName | null)[];
  readonly total: number;
  readonly next: string | null;
};

export function createPageOn(
  given: Pick<PageOn, 'session' | 'appId' | 'texts'> & { readonly tell: Bill['tell'] },
): PageOn {
  const { tell, ...on } = given;
  return {
    ...on,
    bill: createBill(tell),
    seen: new Map(),
    size: createTextsSize(),
    pageOf: (query, branches) => ({
      asked: branches.map((branch, index) => ({ branch, alias: query?.aliases[index] ?? '' })),
      aliases: query?.aliases ?? [],
    }),
  };
}

/** A page with the texts, and who bypasses its rulesets. */
export async function finishPage(on: PageOn, page: Sketched): Promise<SweptPage> {
  const access = await on.session.access();
  const wanted = page.nodes.map((node) => filesNamed(node, page.aliases));
  const texts = await readTexts(on, wanted.flat());
  const looked = { errors: page.answer.errors, access, asked: page.asked };
  const policy = organisationPolicyOf(looked, page.policyRepository);
  const reads = page.nodes.map((_, index): Known<Read> => {
    if (page.nodes[index] === undefined) return unread(page, index);
    if (wanted[index]?.some(({ oid }) => !texts.has(oid)) === true) return { known: false, why: NO_TEXT };
    return readOne({ page, index, texts, access, policy });
  });
  const readings = await fillBypass(on, reads);
  const { bill, ...found } = { bill: costOf(on.bill), found: foundIn(page, readings) };
  Object.assign(on.bill, { requests: 0, points: 0, ms: 0 });
  return {
    ...found,
    total: page.total,
    next: page.next,
    organisationPolicy: policy.organisationPolicy,
    cost: bill,
  };
}

type One = {
  readonly page: Sketched;
  readonly index: number;
  readonly texts: ReadonlyMap<string, FileShape>;
  readonly access: Access;
  readonly policy: ReturnType<typeof organisationPolicyOf>;
};

function readOne({ page, index, texts, access, policy }: One): Known<Read> {
  const looked = { errors: page.answer.errors, access, asked: page.asked, policy };
  return readingOf(looked, page.at(index), withTexts(page.nodes[index], page.aliases, texts));
}

const NO_TEXT = { code: 'read_incomplete', detail: 'GitHub did not give the text of a file.' } as const;

function unread(page: Sketched, index: number): Known<never> {
  const hole = holeAt(page.answer.errors, page.at(index));
  return { known: false, why: unknownBecause('the repository', hole) };
}

function foundIn({ names }: Sketched, readings: readonly Known<Reading>[]): SweptPage['found'] {
  return readings.flatMap((reading, index) => {
    const repo = reading.known ? reading.value.repo : names[index];
    return repo ? [{ repo: { owner: repo.owner, name: repo.name }, reading }] : [];
  });
}
