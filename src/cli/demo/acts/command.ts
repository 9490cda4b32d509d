import type { Act } from '../act.ts';
import type { World } from '../world.ts';

const NAME = 'acme/api';
const BODY = '/mainstay sync';

export const strangerCommands: Act = {
  part: '5',
  title: 'A comment from somebody who may not',
  happens: `devi, who may write but not maintain, comments "${BODY}" on ${NAME}#1.`,
  play: (world) => {
    world.comment(NAME, { number: 1, by: 'devi', body: BODY });
  },
  told: {
    'one polite reply, nothing else': (world) => {
      const [asked, ...replies] = lastFrom(world, 'devi');
      return asked?.reactions.length === 0 && replies.length === 1 && !!replies[0]?.body.startsWith('Sorry');
    },
  },
  // Who asks, and the reply.
  budget: { reads: 1, writes: 0, reports: 1 },
  shows: { reply: NAME },
};

export const command: Act = {
  part: '5b',
  title: 'A comment from the maintainer',
  happens: `marco, who maintains ${NAME}, comments the same.`,
  play: (world) => {
    world.comment(NAME, { number: 1, by: 'marco', body: BODY });
  },
  told: {
    '👀 at once, then one reply, and 🚀': (world) => {
      const [asked, ...replies] = lastFrom(world, 'marco');
      const reactions = asked?.reactions.map(({ content }) => content).join();
      return reactions === 'eyes,rocket' && replies.length === 1;
    },
  },
  // Who asks, and the state; two reactions and the reply.
  budget: { reads: 2, writes: 0, reports: 3 },
  shows: { reply: NAME },
};

/** The newest comment of a person, and what came after it. */
function lastFrom(world: World, login: string) {
  const comments = world.repository(NAME).issues.get(1)?.comments ?? [];
  return comments.slice(comments.findLastIndex(({ author }) => author === login));
}
