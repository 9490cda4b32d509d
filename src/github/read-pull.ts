import { z } from 'zod';
import type { GroupState, Known, PullState, RepoName } from '#model';
import type { AskGroup } from '#observe';
import { unusable } from './failure.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { problemOf } from './problem-of.ts';
import { groupOf, pullOf } from './pull-of.ts';
import { GROUP_QUERY, PULL_QUERY } from './pull-query.ts';
import type { Session } from './session.ts';

/** GitHub Actions, whose suites are looked at. */
const ACTIONS = 15368;
const FILES = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
const COMPARE = 'GET /repos/{owner}/{repo}/compare/{basehead}';
const PAGE = 100;
const MOST_PAGES = 30;
/** A comparison shows no more files than these. */
const MOST_COMPARED = 300;

type On = { readonly session: Session; readonly appId: number };

const listed = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));
type Listed = z.infer<typeof listed>;

/** One query, and the list of files where it takes more than a page or has old names. */
export async function readPull(
  { session, appId }: On,
  repo: RepoName,
  number: number,
): Promise<Known<PullState>> {
  const { owner, name } = repo;
  const answer = await session.query(PULL_QUERY, { owner, name, number, app: appId, actions: ACTIONS });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const looked = { errors: answer.data.errors, access: await session.access(), appId };
  const read = pullOf(looked, repositoryIn(answer.data));
  if (!read.known) return read;
  const { pull, filesKnown } = read.value;
  if (filesKnown) return { known: true, value: pull };
  return { known: true, value: { ...pull, changedFiles: await allFiles(session, repo, number) } };
}

/** One query and one comparison. */
export async function readGroup({ session, appId }: On, ask: AskGroup): Promise<Known<GroupState>> {
  const { owner, name } = ask.repo;
  const branch = `refs/heads/${ask.branch}`;
  const variables = { owner, name, head: ask.head, branch, app: appId, actions: ACTIONS };
  const answer = await session.query(GROUP_QUERY, variables);
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const looked = { errors: answer.data.errors, access: await session.access(), appId };
  const group = groupOf(looked, repositoryIn(answer.data), ask.branch);
  if (!group.known) return group;
  return { known: true, value: { ...group.value, changedFiles: await compared(session, ask) } };
}

const withRepository = z.object({ repository: z.unknown() });

function repositoryIn(answer: GraphAnswer): unknown {
  const parsed = withRepository.safeParse(answer.data);
  if (parsed.success) return parsed.data.repository;
  throw unusable(answer.errors.map(({ message }) => message).join('; ') || 'the data has another shape');
}

/** Null where a page is refused, or where there are more than GitHub lists. */
async function allFiles(session: Session, repo: RepoName, number: number): Promise<readonly string[] | null> {
  const names: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const place = { owner: repo.owner, repo: repo.name, pull_number: number };
    const answer = await session.read(FILES, { ...place, per_page: PAGE, page });
    const parsed = answer.ok ? listed.safeParse(answer.data) : null;
    if (!parsed?.success) return null;
    names.push(...namesOf(parsed.data));
    if (parsed.data.length < PAGE) return names;
  }
  return null;
}

const comparison = z.object({ files: listed.optional() });

async function compared(session: Session, { repo, base, head }: AskGroup): Promise<readonly string[] | null> {
  const place = { owner: repo.owner, repo: repo.name, basehead: `${base}...${head}` };
  const answer = await session.read(COMPARE, place);
  const files = answer.ok ? comparison.safeParse(answer.data).data?.files : undefined;
  return files && files.length < MOST_COMPARED ? namesOf(files) : null;
}

function namesOf(files: Listed): readonly string[] {
  return files.flatMap(({ filename, previous_filename: old }) =>
    old === undefined ? [filename] : [filename, old],
  );
}
