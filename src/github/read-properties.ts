import { z } from 'zod';
import type { Known, RepoName, RepoProperties } from '#model';
import { readPages } from './read-pages.ts';
import { problemOf } from './problem-of.ts';
import type { Session } from './session.ts';

const OF_REPOSITORY = 'GET /repos/{owner}/{repo}/properties/values';
const OF_ORGANISATION = 'GET /orgs/{org}/properties/values';

const values = z.array(
  z.object({ property_name: z.string(), value: z.union([z.string(), z.array(z.string())]).nullable() }),
);
const ofRepositories = z.array(z.object({ repository_id: z.number(), properties: values }));

/** https://docs.github.com/en/rest/repos/custom-properties#get-all-custom-property-values-for-a-repository */
export async function readProperties(session: Session, repo: RepoName): Promise<Known<RepoProperties>> {
  const answer = await session.read(OF_REPOSITORY, { owner: repo.owner, repo: repo.name });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const parsed = values.safeParse(answer.data);
  return parsed.success ? { known: true, value: propertiesOf(parsed.data) } : UNREAD;
}

/** https://docs.github.com/en/rest/orgs/custom-properties#list-custom-property-values-for-organization-repositories */
export async function readOrgProperties(
  session: Session,
  org: string,
): Promise<Known<ReadonlyMap<number, RepoProperties>>> {
  const listed = await readPages(session, OF_ORGANISATION, { org });
  if (!listed.known) return listed;
  const parsed = ofRepositories.safeParse(listed.value);
  if (!parsed.success) return UNREAD;
  const entries = parsed.data.map(
    ({ repository_id: id, properties }) => [id, propertiesOf(properties)] as const,
  );
  return { known: true, value: new Map(entries) };
}

const UNREAD: Known<never> = {
  known: false,
  why: { code: 'read_incomplete', detail: 'The custom properties were not shown whole.' },
};

/** A property without a value is as good as none. */
function propertiesOf(shown: z.infer<typeof values>): RepoProperties {
  return Object.fromEntries(
    shown.flatMap(({ property_name: name, value }) => (value === null ? [] : [[name, [value].flat()]])),
  );
}
