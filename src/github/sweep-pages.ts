import type { RepoFacts } from '#model';
import type { AskSweep, SweptPage } from '#observe';
import { GaveUp } from './failure.ts';
import { listRepositories } from './list-repositories.ts';
import { createPageSize, fitting } from './page-size.ts';
import { askIds, askNames, askOrganisation, type AskPage } from './ask-page.ts';
import { finishPage, type PageOn } from './finish-page.ts';

/** GitHub ends heavier queries than it can bear (facts: per-query resource limits), so it is begun with few. */
const FIRST = 25;
const MOST = 100;
/** What a cursor begins with: how the page after it is found. */
const LISTED = 'listed:';
const AFTER = 'after:';

/**
 * All repositories of the installation, page by page. An installation on a whole organisation is read in its order by
 * name; one on selected repositories, or on a person's account, by GitHub's list of what it may see: an organisation
 * would show its public repositories to anybody.
 */
export async function* sweepPages(on: PageOn, ask: AskSweep): AsyncGenerator<SweptPage> {
  const { selection } = await on.session.access();
  const from = ask.from ?? '';
  if (from.startsWith(LISTED)) {
    yield* overList(on, ask, Number(from.slice(LISTED.length)));
    return;
  }
  if (selection === 'all' || from !== '') {
    const isOrganisation = yield* overOrganisation(on, ask, from.slice(AFTER.length) || null);
    if (isOrganisation) return;
  }
  yield* overList(on, ask, 0);
}

/** False: it is none, or does not show its repositories. */
async function* overOrganisation(
  on: PageOn,
  ask: AskSweep,
  from: string | null,
): AsyncGenerator<SweptPage, boolean> {
  const size = createPageSize(FIRST, MOST);
  let after = from;
  for (;;) {
    const page = await one(on, size, { ...ask, after });
    if (page === null) return false;
    const { next } = page;
    yield { ...(await finishPage(on, page)), next: next === null ? null : `${AFTER}${next}` };
    if (next === null) return true;
    after = next;
  }
}

/** A repository that GitHub cannot read even alone is stepped over by its name. */
async function one(on: PageOn, size: ReturnType<typeof createPageSize>, ask: Omit<AskPage, 'n'>) {
  try {
    return await fitting(size, (n) => askOrganisation(on, { ...ask, n }));
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    return askNames(on, { ...ask, n: 1 });
  }
}

/** `from`: so many of the list are behind. */
async function* overList(on: PageOn, ask: AskSweep, from: number): AsyncGenerator<SweptPage> {
  const size = createPageSize(FIRST, MOST);
  let behind = from;
  for await (const { repositories, skipped, total } of listRepositories(on.session, behind)) {
    const { length } = repositories;
    for (let at = skipped; at < length;) {
      const some = await fitting(size, (count) => {
        const taken = repositories.slice(at, at + count);
        return readListed(on, ask, taken).then((page) => ({ page, taken: taken.length }));
      });
      at += some.taken;
      behind += some.taken;
      const isLast = behind >= total && at >= length;
      yield { ...some.page, total, next: isLast ? null : `${LISTED}${behind}` };
    }
  }
}

async function readListed(on: PageOn, ask: AskSweep, listed: readonly RepoFacts[]): Promise<SweptPage> {
  const there = listed.filter(({ archived }) => !archived);
  return finishPage(on, await askIds(on, ask, there));
}
