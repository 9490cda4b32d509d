import type { Actor, Command } from '#model';
import { commandOf } from './command-of.ts';
import type { Event, Target } from './event.ts';
import { checkRun, checkSuite, comment, type CheckRun } from './payload.ts';

/** The identifiers of our own buttons. */
const BUTTONS: ReadonlyMap<string, Command['name']> = new Map([
  ['recheck', 'sync'],
  ['repair', 'repair'],
]);
/** The button on the check run of a pull request's policy file. */
const APPROVE = 'approve';

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
  const identifier = data.requested_action?.identifier ?? '';
  if (identifier === APPROVE) return approved(common, data);
  const name = BUTTONS.get(identifier);
  const command = name === undefined ? null : { name };
  return ordered(common, { id: `check-run-${id}`, command, from: { kind: 'button', checkRun: id } });
}

/**
 * An approval is for a pull request, and never for what lies on the default branch: where GitHub names none, as for one
 * from a fork, the button approves nothing.
 */
function approved(by: Event['common'], { repository, check_run }: CheckRun): readonly Target[] {
  const { id, pull_requests } = check_run;
  const here = pull_requests?.filter(({ base }) => base.repo.id === repository?.id) ?? [];
  return here.flatMap(({ number }) =>
    ordered(by, {
      id: `check-run-${id}-pull-${number}`,
      command: { name: APPROVE },
      from: { kind: 'button', checkRun: id, pull: number },
    }),
  );
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
