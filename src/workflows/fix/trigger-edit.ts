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
  if (first.spot.line === onSpot.line) return inLine(line, onSpot.line, added);
  const item = /^(\s*)-\s/.exec(line)?.[1];
  if (item !== undefined) {
    return isPlain(added)
      ? [{ line: first.spot.line, remove: 0, insert: [`${item}- ${added.event}`] }]
      : null;
  }
  const beside = triggers.find(({ event }) => event === 'push') ?? triggers.at(-1) ?? first;
  const after = lastLineOf(workflow, beside);
  return [{ line: after + 1, remove: 0, insert: triggerLines(added, first.spot.column - 1) }];
}

function isPlain({ paths, branches }: NewTrigger): boolean {
  return !paths && branches.length === 0;
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
  const insert = isPlain(added)
    ? [`${key} [${[...events, added.event].join(', ')}]`]
    : [key, ...events.map((event) => `  ${event}:`), ...triggerLines(added, 2)];
  return [{ line: number, remove: 1, insert }];
}

/** The last line that belongs to a trigger: what follows is indented no deeper. */
function lastLineOf({ lines }: Workflow, { spot }: Trigger): number {
  let end = spot.line;
  for (let at = spot.line; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (indentOf(line) < spot.column) break;
    end = at + 1;
  }
  return end;
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** How to add one value to a list under a key, in the flow or the block style; null where neither fits one line. */
export function addToList(lines: readonly string[], keyLine: number, value: string): readonly Edit[] | null {
  return addToFlow(lines[keyLine - 1] ?? '', keyLine, value) ?? addToBlock(lines, keyLine, value);
}

function addToFlow(line: string, number: number, value: string): readonly Edit[] | null {
  const parts = /^(?<head>\s*["']?[\w-]+["']?:\s*\[)(?<body>[^\]#]*)(?<tail>\].*)$/.exec(line)?.groups;
  if (!parts) return null;
  const kept = (parts['body'] ?? '').trim().replace(/,$/, '');
  const items = [...(kept === '' ? [] : [kept]), scalar(value)].join(', ');
  return [{ line: number, remove: 1, insert: [`${parts['head'] ?? ''}${items}${parts['tail'] ?? ''}`] }];
}

function addToBlock(lines: readonly string[], keyLine: number, value: string): readonly Edit[] | null {
  const item = /^(\s*)-\s/.exec(lines[keyLine] ?? '');
  if (!item || !/:\s*(#.*)?$/.test(lines[keyLine - 1] ?? '')) return null;
  return [{ line: keyLine + 1, remove: 0, insert: [`${item[1] ?? ''}- ${scalar(value)}`] }];
}

function flow(values: readonly string[]): string {
  return `[${values.map(scalar).join(', ')}]`;
}

/** A text as YAML: bare where nobody could read it as something else. */
function scalar(text: string): string {
  return /^[A-Za-z][\w/-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
