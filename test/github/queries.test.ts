import { describe, expect, test } from '@jest/globals';
import { schema } from '@octokit/graphql-schema';
import { buildClientSchema, type IntrospectionQuery, parse, validate } from 'graphql';
import { repositoryQuery, severalQuery } from '../../src/github/repository-query.ts';
import { OTHERS_QUERY } from '../../src/github/read-others.ts';
import { MUTATIONS } from '../../src/github/mutations.ts';

const SCHEMA = buildClientSchema(schema.json as unknown as IntrospectionQuery);

describe("what Mainstay asks agrees with GitHub's official GraphQL schema", () => {
  test.each([
    ['one repository, its main branch', repositoryQuery(['main']).document],
    [
      'one repository, named and default branches',
      repositoryQuery(['main', '~DEFAULT_BRANCH', 'rel/1']).document,
    ],
    ['one repository, no branch', repositoryQuery([]).document],
    ['many repositories', severalQuery(['main', '~DEFAULT_BRANCH']).document],
    ['what other Apps reported', OTHERS_QUERY],
    ['the change of a rule', MUTATIONS.update],
    ['a new rule', MUTATIONS.create],
  ])('%s', (_name, document) => {
    const errors = validate(SCHEMA, parse(document));

    expect(errors).toEqual([]);
  });

  test('a field that GitHub does not have would be noticed', () => {
    const document = repositoryQuery(['main']).document.replace('isArchived', 'isArchievd');

    const errors = validate(SCHEMA, parse(document));

    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('isArchievd')]);
  });

  test('a branch name travels as a variable and never inside the query', () => {
    const { document, variables } = repositoryQuery(['x"){id}#']);

    expect(document).not.toContain('x"');
    expect(variables).toEqual({
      b0: 'refs/heads/x"){id}#',
      b0workflows: 'refs/heads/x"){id}#:.github/workflows',
    });
  });
});
