import { patternTexts, type Filter } from '../trigger/filter.ts';
import type { Trigger, Workflow } from '../read/workflow.ts';
import type { Edit } from './patch.ts';

/** What a new trigger is given besides its name. */
export type NewTrigger = {
  readonly event: string;
  readonly branches: readonly string[];
  readonly paths: Filter | null;
};

/** The lines of a trigger under a block `on:`, indented by `indent` blanks. */
export function triggerLines({ event, branches, paths }: NewTrigger, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  return [
    `${pad}${event}:`,
    ...(branches.length > 0 ? [`${pad}  branches: ${flow(branches)}`] : []),
    ...(paths ? [`${pad}  ${paths.key}: ${flow(patternTexts(paths))}`] : []),
  ];
}

/** How to add a trigger to a workflow's `on:` as it is written; null where that takes a person. */
export function addTrigger(workflow: Workflow, added: NewTrigger): readonly Edit[] | null {
  const { onSpot, lines, triggers } = workflow;
  const [first] = triggers;
  if (!first) return null;
  const line = lines[first.spot.line - 1] ?? '';
  if (first.spot.line === onSpot.line) return inLine(lines[onSpot.line - 1] ?? '', onSpot.line, added);
  if (/^\s*-\s/.test(line)) {
    if (added.paths || added.branches.length > 0) return null;
    return [
      { line: first.spot.line, remove: 0, insert: [`${/^\s*/.exec(line)?.[0] ?? ''}- ${added.event}`] },
    ];
  }
  const after = lastLineOf(workflow, triggers);
  return [{ line: after + 1, remove: 0, insert: triggerLines(added, first.spot.column - 1) }];
}

/** `on: push` and `on: [push, ...]`, which become a list, or a map where the new trigger has filters. */
function inLine(line: string, number: number, added: NewTrigger): readonly Edit[] | null {
  const [, key, value] = /^(["']?on["']?:)\s*([\w]+|\[[\w, ]*\])\s*(?:#.*)?$/.exec(line) ?? [];
  if (key === undefined || value === undefined) return null;
  const events = value
    .replace(/[[\]]/g, '')
    .split(',')
    .map((event) => event.trim())
    .filter((event) => event !== '');
  const plain = !added.paths && added.branches.length === 0;
  const insert = plain
    ? [`${key} [${[...events, added.event].join(', ')}]`]
    : [key, ...events.map((event) => `  ${event}:`), ...triggerLines(added, 2)];
  return [{ line: number, remove: 1, insert }];
}

/** The last line that belongs to the block of triggers: what follows is indented less, or blank. */
function lastLineOf({ lines }: Workflow, triggers: readonly Trigger[]): number {
  const last = Math.max(...triggers.map(({ spot }) => spot.line));
  const indent = (triggers[0]?.spot.column ?? 1) - 1;
  let end = last;
  for (let at = last; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const depth = line.length - line.trimStart().length;
    const isContent = line.trim() !== '' && !line.trim().startsWith('#');
    if (isContent && depth <= indent) break;
    if (isContent) end = at + 1;
  }
  return end;
}

/** How to add one value to a list under a key, in the flow or the block style; null where neither fits one line. */
export function addToList(lines: readonly string[], keyLine: number, value: string): readonly Edit[] | null {
  const line = lines[keyLine - 1] ?? '';
  const [, head, body, tail] = /^(\s*["']?[\w-]+["']?:\s*\[)([^\]#]*)(\].*)$/.exec(line) ?? [];
  if (head !== undefined && body !== undefined && tail !== undefined) {
    const kept = body.trim().replace(/,$/, '');
    const insert = [`${head}${kept === '' ? '' : `${kept}, `}${scalar(value)}${tail}`];
    return [{ line: keyLine, remove: 1, insert }];
  }
  const item = lines[keyLine] ?? '';
  if (!/:\s*(#.*)?$/.test(line) || !/^\s*-\s/.test(item)) return null;
  return [{ line: keyLine + 1, remove: 0, insert: [`${/^\s*/.exec(item)?.[0] ?? ''}- ${scalar(value)}`] }];
}

function flow(values: readonly string[]): string {
  return `[${values.map(scalar).join(', ')}]`;
}

/** A text as YAML: bare where nobody could read it as something else. */
function scalar(text: string): string {
  return /^[A-Za-z][\w/-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
