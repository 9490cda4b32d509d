import { z } from 'zod';
import type { Actor, RepoName } from '#model';

/** `owner/name`: events name repositories so, also where they leave out the owner. Nothing else fits into a key. */
const repoName = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/)
  .transform((text): RepoName => {
    const [owner = '', name = ''] = text.split('/');
    return { owner, name };
  });

const person = z
  .object({ login: z.string().min(1), type: z.string() })
  .transform(({ login, type }): Actor => ({ login, bot: type !== 'User' }));

/** What a payload may say beside what it is about; each part is absent rather than wrong. */
const repository = z
  .object({ full_name: repoName, default_branch: z.string().nullish().catch(null) })
  .transform(({ full_name, default_branch }) => ({ ...full_name, defaultBranch: default_branch ?? null }));

/**
 * The fields every event may carry. GitHub's real payloads differ from their description in every third case, so
 * only what is used is read, and read loosely. Without `installation.id` nothing can be done about an event.
 */
export const common = z.object({
  installation: z.object({
    id: z.int().positive(),
    account: z
      .object({ login: z.string().min(1) })
      .nullish()
      .catch(null),
  }),
  repository: repository.nullish().catch(null),
  organization: z
    .object({ login: z.string().min(1) })
    .nullish()
    .catch(null),
  account: z
    .object({ login: z.string().min(1) })
    .nullish()
    .catch(null),
  sender: person.nullish().catch(null),
});

/** `installation_repositories.added`: these repositories name no owner apart. */
export const added = z.object({ repositories_added: z.array(z.object({ full_name: repoName })) });

/** `repository.*`: what was changed, where the event says so. */
export const changes = z.object({
  changes: z
    .object({
      default_branch: z.object({ from: z.string() }).nullish().catch(null),
      repository: z
        .object({ name: z.object({ from: z.string() }) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

/** `create`. */
export const created = z.object({ ref: z.string(), ref_type: z.string() });

const paths = z.array(z.string()).nullish().catch(null);
/** `push`. */
export const push = z.object({
  ref: z.string(),
  forced: z.boolean().nullish().catch(null),
  deleted: z.boolean().nullish().catch(null),
  commits: z
    .array(z.object({ added: paths, modified: paths, removed: paths }))
    .nullish()
    .catch(null),
});
export type Push = z.infer<typeof push>;

/** `issue_comment.created`, for issues and pull requests alike. */
export const comment = z.object({
  issue: z.object({ number: z.int().positive(), pull_request: z.object({}).nullish().catch(null) }),
  comment: z.object({ id: z.int().positive(), body: z.string(), user: z.object({ id: z.int() }) }),
  sender: z.object({ id: z.int() }),
});

/** A check run names the pull requests of its commit, those into other repositories too, but none from a fork. */
const pullOfRun = z.object({
  number: z.int().positive(),
  base: z.object({ repo: z.object({ id: z.int() }) }),
});

/** `check_run.*`. */
export const checkRun = z.object({
  repository: z.object({ id: z.int() }).nullish().catch(null),
  check_run: z.object({
    id: z.int().positive(),
    app: z.object({ id: z.int() }),
    pull_requests: z.array(pullOfRun).nullish().catch(null),
  }),
  requested_action: z.object({ identifier: z.string() }).nullish().catch(null),
});

export type CheckRun = z.infer<typeof checkRun>;

/** `check_suite.*`. */
export const checkSuite = z.object({
  check_suite: z.object({ id: z.int().positive(), app: z.object({ id: z.int() }) }),
});

/** `pull_request.*`. */
export const pullRequest = z.object({
  number: z.int().positive(),
  changes: z
    .object({ base: z.object({}).nullish().catch(null) })
    .nullish()
    .catch(null),
  pull_request: z.object({ base: z.object({ ref: z.string().min(1) }) }),
});

/** `pull_request_review.*`. */
export const review = z.object({
  review: z.object({ state: z.string().nullish().catch(null) }),
  pull_request: z.object({ number: z.int().positive(), base: z.object({ ref: z.string().min(1) }) }),
});

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
/** `merge_group.checks_requested`. */
export const mergeGroup = z.object({
  merge_group: z.object({
    head_sha: sha,
    base_sha: sha,
    base_ref: z.string().regex(/^refs\/heads\/./),
  }),
});
