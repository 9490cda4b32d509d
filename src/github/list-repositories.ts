import { z } from 'zod';
import type { RepoFacts } from '#model';
import { unusable } from './failure.ts';
import type { Session } from './session.ts';

const PER_PAGE = 100;
const page = z.object({
  total_count: z.number(),
  repositories: z.array(
    z.object({
      id: z.number(),
      node_id: z.string(),
      name: z.string(),
      owner: z.object({ login: z.string() }),
      private: z.boolean(),
      visibility: z.enum(['public', 'private', 'internal']).optional(),
      archived: z.boolean().optional(),
      disabled: z.boolean().optional(),
      default_branch: z.string().optional(),
      fork: z.boolean().optional(),
      topics: z.array(z.string()).optional(),
      language: z.string().nullish(),
    }),
  ),
});
type Item = z.infer<typeof page>['repositories'][number];

/** 100 of the list; `skipped`: so many of them were seen before. `total`: of the whole list. */
export type ListedPage = {
  readonly repositories: readonly RepoFacts[];
  readonly skipped: number;
  readonly total: number;
};

/**
 * The installation's repositories, 100 a request, without the first `behind`. `empty` is always false here: REST does
 * not tell, a reading does.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 */
export async function* listRepositories(session: Session, behind: number): AsyncGenerator<ListedPage> {
  const first = Math.floor(behind / PER_PAGE) + 1;
  for (let number = first; ; number += 1) {
    const answer = await session.read('GET /installation/repositories', { per_page: PER_PAGE, page: number });
    if (!answer.ok) {
      if (answer.failure.token) return;
      throw unusable(`the list of repositories: ${answer.failure.message}`);
    }
    const parsed = page.safeParse(answer.data);
    if (!parsed.success) throw unusable('the list of repositories has another shape');
    const { repositories, total_count: total } = parsed.data;
    const skipped = number === first ? behind % PER_PAGE : 0;
    if (repositories.length > 0) yield { repositories: repositories.map(factsOf), skipped, total };
    if (repositories.length < PER_PAGE || number * PER_PAGE >= total) return;
  }
}

function factsOf(item: Item): RepoFacts {
  return {
    owner: item.owner.login,
    name: item.name,
    id: item.id,
    nodeId: item.node_id,
    visibility: item.visibility ?? (item.private ? 'private' : 'public'),
    archived: item.archived ?? false,
    disabled: item.disabled ?? false,
    empty: false,
    defaultBranch: item.default_branch ?? null,
    fork: item.fork ?? false,
    topics: item.topics ?? [],
    language: item.language ?? null,
  };
}
