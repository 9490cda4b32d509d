import { describe, expect, test } from '@jest/globals';
import { schema } from '@octokit/graphql-schema';
import { buildClientSchema, buildSchema, type IntrospectionQuery, parse, validate } from 'graphql';
import { POLICY_CHANGE_QUERY } from '../../src/github/read-policy-change.ts';
import { BYPASS_QUERY } from '../../src/github/fill-bypass.ts';
import { actorsQuery } from '../../src/github/known-actors.ts';
import { GROUP_QUERY, PULL_QUERY } from '../../src/github/pull-query.ts';
import { NAMES_QUERY, pageQuery, repositoryQuery, textsQuery } from '../../src/github/repository-query.ts';
import { OTHERS_QUERY } from '../../src/github/read-others.ts';
import { MUTATIONS } from '../../src/github/mutations.ts';

/** The package holds two states of the schema: an older one, and GitHub's of today. A query must do in both. */
const SCHEMAS = [
  buildClientSchema(schema.json as unknown as IntrospectionQuery),
  buildSchema(schema.idl, { assumeValidSDL: true, assumeValid: true }),
];

function errorsIn(document: string): readonly string[] {
  return SCHEMAS.flatMap((one) => validate(one, parse(document))).map(({ message }) => message);
}

describe("what Mainstay asks agrees with GitHub's official GraphQL schema", () => {
  test.each([
    ['one repository, its main branch', repositoryQuery(['main']).document],
    [
      'one repository, named and default branches',
      repositoryQuery(['main', '~DEFAULT_BRANCH', 'rel/1']).document,
    ],
    ['one repository, no branch', repositoryQuery([]).document],
    ["a page of an organisation's", pageQuery(['main', '~DEFAULT_BRANCH'], 'organisation').document],
    ['a page of repositories by their ids', pageQuery(['main', '~DEFAULT_BRANCH'], 'ids').document],
    ['the names on a page', NAMES_QUERY],
    ['the texts of files', textsQuery(3)],
    ['what other Apps reported', OTHERS_QUERY],
    ['the change of a rule', MUTATIONS.update],
    ['a new rule', MUTATIONS.create],
    ['the end of a rule', MUTATIONS.delete],
    ['one pull request', PULL_QUERY],
    ['a group of a merge queue', GROUP_QUERY],
    ['who may bypass rulesets', BYPASS_QUERY],
    ['how the policy file came', POLICY_CHANGE_QUERY],
    [
      'who people and teams are',
      actorsQuery([
        { kind: 'user', name: 'piet' },
        { kind: 'team', name: 'core' },
      ]),
    ],
    ['who a person is', actorsQuery([{ kind: 'user', name: 'piet' }])],
  ])('%s', (_name, document) => {
    const errors = errorsIn(document);

    expect(errors).toEqual([]);
  });

  test('a field that GitHub does not have would be noticed', () => {
    const document = repositoryQuery(['main']).document.replace('isArchived', 'isArchievd');

    const errors = errorsIn(document);

    expect(errors).toEqual([expect.stringContaining('isArchievd'), expect.stringContaining('isArchievd')]);
  });

  test('a branch name travels as a variable and never inside the query', () => {
    const { document, variables } = repositoryQuery(['x"){id}#']);

    expect(document).not.toContain('x"');
    expect(variables).toEqual({
      b0: 'refs/heads/x"){id}#',
      b0workflows: 'refs/heads/x"){id}#:.github/workflows',
      b0queue: 'x"){id}#',
    });
  });
});
