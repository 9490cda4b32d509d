import type { Act } from './act.ts';
import { latestRun } from './standing.ts';
import type { World } from './world.ts';

export const ACTS_BY_HAND = `  Your turn. Type one of these, and see what comes of it:
    loosen acme/api                   takes all checks off and exempts administrators
    delete acme/api                   deletes the rule
    push acme/api                     a commit on main
    create acme/anything              a new repository
    comment acme/api /mainstay plan   by the owner, on issue 1
    press watchers/shop recheck       a button: recheck, repair`;

type Play = (world: World, name: string, rest: string) => void;

const MAIN = { pattern: 'main', by: 'olivia' };

const PLAYS: Readonly<Record<string, Play>> = {
  loosen: (world, name) => {
    world.setProtection(name, { ...MAIN, set: { checks: null, adminsEnforced: false } });
  },
  delete: (world, name) => world.deleteProtection(name, MAIN),
  push: (world, name) => {
    world.push(name, { by: 'olivia', branch: 'main', files: { 'note.txt': 'hello\n' } });
  },
  create: (world, name) => {
    world.createRepository(name, { by: 'olivia' });
  },
  comment: (world, name, body) => {
    if (!world.repository(name).issues.has(1)) world.openIssue(name, { title: 'Mainstay', by: 'olivia' });
    world.comment(name, { number: 1, by: 'olivia', body });
  },
  press: (world, name, identifier) => {
    const run = latestRun(world.repository(name))?.id ?? 0;
    world.clickAction(name, { run, identifier, by: 'olivia' });
  },
};

/** `loosen acme/api` as an act; null where it is none. */
export function actOf(line: string): Act | null {
  const [, verb = '', name = '', rest = ''] = /^\s*(\S+)\s+([\w.-]+\/[\w.-]+)\s*(.*)$/.exec(line) ?? [];
  const play = Object.hasOwn(PLAYS, verb) ? PLAYS[verb] : undefined;
  if (play === undefined) return null;
  return {
    part: '>',
    title: `${verb} ${name} ${rest}`.trim(),
    happens: null,
    play: (world) => play(world, name, rest),
    told: {},
    budget: null,
    shows: verb === 'comment' ? { reply: name } : { report: name },
  };
}
