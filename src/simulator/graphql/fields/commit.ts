import { emailOf } from '../../shapes/commit.ts';
import { historyOf, touches } from '../../world/history.ts';
import { need } from '../access.ts';
import { page, PAGING } from '../page.ts';
import { as, type Args, type Context, type Fields, type Source } from '../source.ts';
import { rollupOf, suitesPage } from './checks.ts';
import { entryAt, gitObject } from './files.ts';
import { pullsAt } from './pull-request.ts';

export const COMMIT_FIELDS: Fields<'Commit'> = {
  ...gitObject('Commit', ({ commit }) => commit.sha),
  message: ({ commit }) => commit.message,
  messageHeadline: ({ commit }) => commit.message.split('\n')[0],
  messageBody: ({ commit }) => commit.message.split('\n').slice(1).join('\n').trim(),
  committedDate: ({ commit }) => commit.date,
  authoredDate: ({ commit }) => commit.date,
  pushedDate: () => null,
  author: gitActor,
  committer: gitActor,
  signature: () => null,
  url: ({ repository, commit }, _, { state }) =>
    `${state.url}/${repository.owner}/${repository.name}/commit/${commit.sha}`,
  tree: ({ repository, commit }) => as('Tree', { repository, files: commit.files, prefix: '' }),
  parents: {
    takes: PAGING,
    resolve: ({ repository, commit }, args) => {
      const parents = commit.parents.map((sha) => repository.commits.get(sha));
      const known = parents.filter((parent) => parent !== undefined);
      return page(
        known.map((parent) => as('Commit', { repository, commit: parent })),
        args,
      );
    },
  },
  file: {
    takes: ['path'],
    resolve: ({ repository, commit }, { path }, context) => {
      need(context, repository, { permission: 'contents', level: 'read' });
      return entryAt(repository, commit.files, String(path));
    },
  },
  history: {
    takes: [...PAGING, 'path'],
    resolve: ({ repository, commit }, args, context) => {
      need(context, repository, { permission: 'contents', level: 'read' });
      const path = typeof args['path'] === 'string' ? args['path'].replace(/^\/+|\/+$/g, '') : '';
      const commits = historyOf(repository, commit).filter(
        (one) => path === '' || touches(repository, one, path),
      );
      return page(
        commits.map((one) => as('Commit', { repository, commit: one })),
        args,
      );
    },
  },
  associatedPullRequests: {
    takes: PAGING,
    resolve: ({ repository, commit }, args, context) => {
      need(context, repository, { permission: 'pull_requests', level: 'read' });
      return page(pullsAt(repository, commit), args);
    },
  },
  checkSuites: {
    takes: [...PAGING, 'filterBy'],
    resolve: (source, args, context) => {
      need(context, source.repository, { permission: 'checks', level: 'read' });
      return suitesPage(source, args);
    },
  },
  statusCheckRollup: (source, _, context) => {
    need(context, source.repository, { permission: 'checks', level: 'read' });
    return rollupOf(source);
  },
};

function gitActor({ commit }: Source<'Commit'>, _: Args, { state }: Context): unknown {
  const person = state.people.get(commit.author);
  const user = person?.type === 'User' ? as('User', { person }) : null;
  return { name: commit.author, email: emailOf(commit.author), date: commit.date, user };
}
