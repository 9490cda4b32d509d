import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { API, closed, town, type Town } from './fixture.ts';
import { graphRepository, wire } from './wire.ts';

describe('what a policy can go by', () => {
  let here: Town;
  beforeEach(async () => {
    here = await town();
  });
  afterEach(async () => expect(await closed(here)).toEqual([]));

  test('topics, language, visibility and whether it is a fork are read with the repository', async () => {
    const { world } = here.simulator;
    world.createRepository('acme/copy', { by: 'olga', visibility: 'private', fork: true });
    world.setTopics('acme/copy', { by: 'olga', topics: ['web', 'public-facing'] });
    world.setLanguage('acme/copy', { language: 'Go' });

    const read = await here.doors.reader.repository({ repo: { owner: 'acme', name: 'copy' }, branches: [] });

    const repo = { topics: ['web', 'public-facing'], language: 'Go', fork: true, visibility: 'private' };
    expect(read).toMatchObject({ known: true, value: { repo } });
  });

  test('custom properties are read by name, one value or several; one without a value is none', async () => {
    const properties = { tier: '1', teams: ['core', 'web'], owner: null };
    here.simulator.world.setProperties('acme/api', { by: 'olga', properties });

    const read = await here.doors.reader.properties(API);

    expect(read).toEqual({ known: true, value: { tier: ['1'], teams: ['core', 'web'] } });
  });

  test('properties of a repository that is gone are unknown', async () => {
    const read = await here.doors.reader.properties({ owner: 'acme', name: 'gone' });

    expect(read).toMatchObject({ known: false, why: { code: 'repository_not_found' } });
  });
});

describe('what GitHub does not show whole', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());

  test('of the topics leaves the repository unknown, since a policy could go by the others', async () => {
    const on = wire();
    const repositoryTopics = { totalCount: 2, nodes: [{ topic: { name: 'web' } }] };
    const data = { repository: graphRepository(null, { repositoryTopics }), policyRepository: null };
    on.api.post('/graphql').reply(200, { data });

    const read = await on.doors.reader.repository({ repo: API, branches: ['main'] });

    expect(read).toMatchObject({ known: false, why: { code: 'read_incomplete' } });
  });
});

describe('custom properties of all repositories', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());

  /** One page of `GET /orgs/acme/properties/values`. */
  function page(from: number, size: number) {
    return Array.from({ length: size }, (_, at) => ({
      repository_id: from + at,
      repository_name: `r${from + at}`,
      repository_full_name: `acme/r${from + at}`,
      properties: [
        { property_name: 'tier', value: String((from + at) % 3) },
        { property_name: 'owner', value: null },
      ],
    }));
  }

  test('are read a hundred repositories a request', async () => {
    const on = wire();
    on.api.get('/orgs/acme/properties/values?per_page=100&page=1').reply(200, page(1, 100));
    on.api.get('/orgs/acme/properties/values?per_page=100&page=2').reply(200, page(101, 3));

    const read = await on.doors.reader.orgProperties('acme');

    expect(read.known && [read.value.size, read.value.get(101)]).toEqual([103, { tier: ['2'] }]);
  });

  test('are unknown as a whole where a page is refused, with the permission that it asks for', async () => {
    const on = wire();
    const headers = { 'x-accepted-github-permissions': 'organization_custom_properties=read' };
    on.api.get('/orgs/acme/properties/values?per_page=100&page=1').reply(200, page(1, 100));
    on.api
      .get('/orgs/acme/properties/values?per_page=100&page=2')
      .reply(403, { message: 'Resource not accessible by integration' }, headers);

    const read = await on.doors.reader.orgProperties('acme');

    const detail: unknown = expect.stringContaining('organization_custom_properties=read');
    expect(read).toMatchObject({ known: false, why: { code: 'permission_missing', detail } });
  });
});
