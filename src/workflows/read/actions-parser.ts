import { convertOn } from '@actions/workflow-parser/model/converter/events';
import { convertJobs } from '@actions/workflow-parser/model/converter/jobs';
import { JSONObjectReader } from '@actions/workflow-parser/templates/json-object-reader';
import { TemplateSchema } from '@actions/workflow-parser/templates/schema/index';
import {
  TemplateContext,
  TemplateValidationErrors,
} from '@actions/workflow-parser/templates/template-context';
import { readTemplate } from '@actions/workflow-parser/templates/template-reader';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from '@actions/workflow-parser/templates/tokens/type-guards';
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import { DocumentReader } from './document-reader.ts';
import type { SafeYaml } from './read-yaml.ts';
import { START, type Entry, type Fault, type Spot, type Tree } from './tree.ts';
// The package imports this file without the attribute that Node asks for, so its front door does not open
// (https://github.com/actions/languageservices/issues/387): we go in by its modules and bring the schema.
import schemaSource from './workflow-schema.json' with { type: 'json' };

const WORKFLOW_ROOT = 'workflow-root-strict';
const MAX_FAULTS = 20;

let schema: TemplateSchema | undefined;

export type Reading = { readonly tree: Tree | undefined; readonly faults: readonly Fault[] };

/**
 * Reads one workflow with GitHub's own parser (the language service's, pinned). The document must
 * come from `readYaml`. Faults are what GitHub's schema and converters object to; the tree is there all the same
 * wherever one could be read. Never throws.
 */
export function readActionsTree(yaml: SafeYaml): Reading {
  schema ??= TemplateSchema.load(new JSONObjectReader(undefined, JSON.stringify(schemaSource)));
  const context = new TemplateContext(
    new TemplateValidationErrors(MAX_FAULTS),
    schema,
    new NoOperationTraceWriter(),
  );
  try {
    const root = readTemplate(context, WORKFLOW_ROOT, new DocumentReader(yaml), undefined);
    if (root) convert(context, root);
    const tree = root && treeOf(root);
    return { tree, faults: faultsOf(context, tree) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { tree: undefined, faults: [{ ...START, message, path: [] }] };
  }
}

/** The converters are run for what they object to: cycles in `needs`, cron lines, broken conditions. */
function convert(context: TemplateContext, root: TemplateToken): void {
  if (!isMapping(root)) return;
  for (const { key, value } of root) {
    const name = isString(key) ? key.value : '';
    try {
      if (name === 'on') convertOn(context, value);
      if (name === 'jobs') convertJobs(context, value);
    } catch (error) {
      // A converter throws on what the schema has already objected to.
      if (context.errors.count === 0) context.error(value, error);
    }
  }
}

function faultsOf(context: TemplateContext, tree: Tree | undefined): readonly Fault[] {
  return context.errors.getErrors().map((error) => {
    const start = error.range?.start ?? START;
    return { line: start.line, column: start.column, message: error.rawMessage, path: pathTo(tree, start) };
  });
}

/** The keys that lead to the last entry which starts at or before a position. */
function pathTo(tree: Tree | undefined, spot: Spot): readonly string[] {
  if (tree?.kind === 'list')
    return pathTo(
      tree.items.findLast((item) => !isAfter(item.spot, spot)),
      spot,
    );
  if (tree?.kind !== 'map') return [];
  const entry = tree.entries.findLast((candidate) => !isAfter(candidate.spot, spot));
  return entry ? [entry.key, ...pathTo(entry.value, spot)] : [];
}

function isAfter(a: Spot, b: Spot): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

function treeOf(token: TemplateToken): Tree {
  const spot = spotOf(token);
  if (isMapping(token)) return { kind: 'map', entries: [...token].map(entryFrom), spot };
  if (isSequence(token)) return { kind: 'list', items: [...token].map(treeOf), spot };
  if (isBasicExpression(token)) {
    return {
      kind: 'expression',
      text: token.expression,
      source: unquoted(token.source ?? token.toString()),
      spot,
    };
  }
  const literal = isString(token) || isNumber(token) || isBoolean(token);
  return { kind: 'scalar', value: literal ? token.value : null, spot };
}

function entryFrom(pair: { readonly key: TemplateToken; readonly value: TemplateToken }): Entry {
  const literal = isString(pair.key);
  const key = isString(pair.key) ? pair.key.value : '${{ }}';
  return { key, literal, spot: spotOf(pair.key), value: treeOf(pair.value) };
}

/** A skipped job reports its name as it was typed, but without YAML's quotes. */
function unquoted(source: string): string {
  const text = source.trim();
  return /^("[^]*"|'[^]*')$/.test(text) ? text.slice(1, -1) : text;
}

function spotOf(token: TemplateToken): Spot {
  const start = token.range?.start;
  return start ? { line: start.line, column: start.column } : START;
}
