import type { Actor, Command } from '#model';
import { commandOf } from './command-of.ts';
import type { Event, Target } from './event.ts';
import { checkRun, checkSuite, comment } from './payload.ts';

/** The identifiers of our own buttons. */
const BUTTONS: ReadonlyMap<string, Command['name']> = new Map([
  ['recheck', 'sync'],
  ['repair', 'repair'],
]);

/** A new comment whose first line is a command. */
export function commented({ common, payload }: Event): readonly Target[] {
  const { data } = comment.safeParse(payload);
  // Only the person who wrote it: a comment in somebody else's name must not borrow that person's permission.
  if (!data || data.comment.user.id !== data.sender.id) return [];
  const command = commandOf(data.comment.body);
  const pull = data.issue.pull_request ? ({ pull: true } as const) : {};
  const from = { kind: 'comment', comment: data.comment.id, issue: data.issue.number, ...pull } as const;
  return ordered(common, { id: `comment-${data.comment.id}`, command, from });
}

/** A button on one of our own check runs. */
export function buttonPressed({ common, payload, appId }: Event): readonly Target[] {
  const { data } = checkRun.safeParse(payload);
  if (data?.check_run.app.id !== appId) return [];
  const { id } = data.check_run;
  const name = BUTTONS.get(data.requested_action?.identifier ?? '');
  const command = name === undefined ? null : { name };
  return ordered(common, { id: `check-run-${id}`, command, from: { kind: 'button', checkRun: id } });
}

/** "Re-run" on one of our own check runs. */
export function runAgain({ common, payload, appId }: Event): readonly Target[] {
  const { data } = checkRun.safeParse(payload);
  if (data?.check_run.app.id !== appId) return [];
  const { id } = data.check_run;
  const command = { name: 'sync' } as const;
  return ordered(common, { id: `check-run-${id}`, command, from: { kind: 'button', checkRun: id } });
}

/** "Re-run all checks", as far as it is about ours. */
export function suiteAgain({ common, payload, appId }: Event): readonly Target[] {
  const { data } = checkSuite.safeParse(payload);
  if (data?.check_suite.app.id !== appId) return [];
  const id = `check-suite-${data.check_suite.id}`;
  return ordered(common, { id, command: { name: 'sync' }, from: { kind: 'button', checkRun: null } });
}

type Order = {
  readonly id: string;
  readonly command: Pick<Command, 'name' | 'argument'> | null;
  readonly from: Command['from'];
};

function ordered(by: Event['common'], { id, command, from }: Order): readonly Target[] {
  const sender: Actor | null = by.sender ?? null;
  if (!by.repository || command === null || !sender || sender.bot) return [];
  const repo = { owner: by.repository.owner, name: by.repository.name };
  return [{ key: { kind: 'command', repo, id }, command: { ...command, by: sender, from } }];
}
