import type { Command } from '#model';

const NAMES: readonly Command['name'][] = [
  'sync',
  'plan',
  'repair',
  'help',
  'accept',
  'approve',
  'pause',
  'resume',
];
/** Four blanks or a tab would make the line a code block. */
const MAINSTAY = /^ {0,3}\/mainstay(?:[ \t]+(?<word>\S+)(?<rest>.*))?[ \t]*$/i;
const RESYNC = /^ {0,3}\/resync(?:[ \t](?<rest>.*))?$/i;
/** What of an argument is kept. */
const LONGEST = 200;

/**
 * The command on the first line of a comment: `/mainstay <name>` or `/resync`, and what follows the name on that line.
 * A name that does not exist, or none, asks for help. Null: the comment is no command.
 */
export function commandOf(body: string): Pick<Command, 'name' | 'argument'> | null {
  const first = body.slice(0, 500).split(/\r?\n/, 1)[0] ?? '';
  const resync = RESYNC.exec(first);
  if (resync) return { name: 'sync', ...argumentOf(resync) };
  const match = MAINSTAY.exec(first);
  if (!match) return null;
  const word = match.groups?.['word']?.toLowerCase();
  const name = NAMES.find((one) => one === word);
  return name === undefined ? { name: 'help' } : { name, ...argumentOf(match) };
}

function argumentOf({ groups }: RegExpExecArray): Pick<Command, 'argument'> {
  const argument = (groups?.['rest'] ?? '').trim().slice(0, LONGEST).trimEnd().toWellFormed();
  return argument === '' ? {} : { argument };
}
