import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jsonSchema, parsePolicy, wantedFor, type PolicyFile } from '#policy';
import { repoFacts } from '#kit/builders';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/policy.md'), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');
const ENTRIES = [...PAGE.matchAll(/^\| `(\{.*?\}|test)` /gm)].map(([, text]) => text ?? '');

function parsed(text: string): { policy: PolicyFile | null; problems: readonly unknown[] } {
  return parsePolicy(text, { file: 'docs/policy.md', level: 'organisation' });
}

function withoutOrigins(key: string, value: unknown): unknown {
  return key === 'origin' ? null : value;
}

describe('The page about the policy', () => {
  test.each(EXAMPLES)('shows only policies that are valid:\n%s', (example) => {
    expect(parsed(example).problems).toEqual([]);
  });

  test.each(ENTRIES)('shows only entries that are valid: %s', (entry) => {
    expect(parsed(`version: 1\nrequired_checks:\n  - ${entry}\n`).problems).toEqual([]);
  });

  test('shows the built-in policy as it is', () => {
    const builtIn = EXAMPLES.find((example) => example.includes('validate-migrations')) ?? '';
    const on = { repo: repoFacts(), properties: null, repository: null, now: new Date(0) };

    const shown = wantedFor({ ...on, organisation: parsed(builtIn).policy }).wanted;
    const real = wantedFor({ ...on, organisation: null }).wanted;

    expect(JSON.stringify(shown, withoutOrigins)).toBe(JSON.stringify(real, withoutOrigins));
  });

  test('names every key of the language', () => {
    const keys = keysOf(jsonSchema());

    const missing = keys.filter((key) => !PAGE.includes(`| \`${key}\` `));

    expect(keys).toEqual(expect.arrayContaining(['exempt', 'workflow', 'last_push', 'max_repositories']));
    expect(missing).toEqual([]);
  });

  test('has a cookbook of ten policies and more', () => {
    const [, cookbook = ''] = PAGE.split('## Cookbook');

    expect(cookbook.match(/```yaml/g)?.length).toBeGreaterThanOrEqual(10);
  });
});

describe('The published schema', () => {
  test("is the parser's own, and describes every key", () => {
    const file = join(import.meta.dirname, '../../schema/mainstay.v1.json');

    const published = JSON.parse(readFileSync(file, 'utf8')) as unknown;

    expect(published).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
    expect(undescribed(published)).toEqual([]);
  });
});

type Shape = { readonly properties?: Readonly<Record<string, { readonly description?: string }>> };

/** Every mapping of the schema, however deep. */
function shapes(schema: unknown): readonly Shape[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && 'type' in schema ? [schema as Shape] : [];
  return [...own, ...Object.values(schema).flatMap(shapes)];
}

function keysOf(schema: unknown): readonly string[] {
  return [...new Set(shapes(schema).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function undescribed(schema: unknown): readonly string[] {
  return shapes(schema).flatMap(({ properties }) =>
    Object.entries(properties ?? {}).flatMap(([key, { description }]) => (description ? [] : [key])),
  );
}
