import { z } from 'zod';
import type { Known } from '#model';
import { problemOf } from './problem-of.ts';
import type { Session, Variables } from './session.ts';

const PAGE = 100;
/** Above what GitHub has of anything that is listed here; a list without an end is not read for ever. */
const MOST_PAGES = 200;
const items = z.array(z.unknown());

/** All pages of a REST list, a hundred a request; one that is refused leaves all of it unknown. */
export async function readPages(
  session: Session,
  route: string,
  parameters: Variables,
): Promise<Known<readonly unknown[]>> {
  const all: unknown[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await session.read(route, { ...parameters, per_page: PAGE, page });
    if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
    const parsed = items.safeParse(answer.data);
    if (!parsed.success) return unlisted(route);
    all.push(...parsed.data);
    if (parsed.data.length < PAGE) return { known: true, value: all };
  }
  return unlisted(route);
}

function unlisted(route: string): Known<never> {
  return { known: false, why: { code: 'read_incomplete', detail: `${route} did not answer a whole list.` } };
}
