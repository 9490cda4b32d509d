import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { API, closed, town, type Town } from './fixture.ts';

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
