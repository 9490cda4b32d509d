import type { Probot } from 'probot';
import { z } from 'zod';
import type { RepoName } from '#model';

/** An installation by its number and the login of its account. */
export type InstallationOf = { readonly id: number; readonly login: string };

/** Where the App is installed, asked of GitHub each time. Throws where it cannot be asked. */
export interface Installations {
  /** Those that are not suspended. */
  all(): Promise<readonly InstallationOf[]>;
  /** The installation that has the repository; null: none has. */
  on(repo: RepoName): Promise<number | null>;
}

const listed = z.array(
  z.object({
    id: z.number(),
    account: z.object({ login: z.string() }).nullable().catch(null),
    suspended_at: z.string().nullish(),
  }),
);
const installed = z.object({ id: z.number() });

export function openInstallations(probot: Probot): Installations {
  return {
    all: async () => {
      const app = await probot.auth();
      const answer = listed.parse(await app.paginate('GET /app/installations', { per_page: 100 }));
      return answer.flatMap(({ id, account, suspended_at }) =>
        account === null || suspended_at ? [] : [{ id, login: account.login }],
      );
    },
    on: async ({ owner, name }) => {
      const app = await probot.auth();
      try {
        const { data } = await app.request('GET /repos/{owner}/{repo}/installation', { owner, repo: name });
        return installed.parse(data).id;
      } catch (error) {
        if (error instanceof Error && 'status' in error && error.status === 404) return null;
        throw error;
      }
    },
  };
}
