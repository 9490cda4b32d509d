import type { Command } from '#model';

const NAMES: readonly Command['name'][] = ['sync', 'plan', 'repair', 'help', 'accept'];
/** Four blanks or a tab would make the line a code block. */
const MAINSTAY = /^ {0,3}\/mainstay(?:[ \t]+(?<word>\S+).*)?[ \t]*$/i;
const RESYNC = /^ {0,3}\/resync(?:[ \t].*)?$/i;

/**
 * The command on the first line of a comment: `/mainstay <name>` or `/resync`. What follows the name is ignored; a
 * name that does not exist, or none, asks for help. Null: the comment is no command.
 */
export function commandOf(body: string): Command['name'] | null {
  const first = body.slice(0, 500).split(/\r?\n/, 1)[0] ?? '';
  if (RESYNC.test(first)) return 'sync';
  const match = MAINSTAY.exec(first);
  if (!match) return null;
  const word = match.groups?.['word']?.toLowerCase();
  return NAMES.find((name) => name === word) ?? 'help';
}
