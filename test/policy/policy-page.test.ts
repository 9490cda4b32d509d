import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoFacts } from '#kit/builders';
import { parsePolicy, wantedFor, type PolicyFile } from '#policy';

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
    const ask = { repo: repoFacts(), properties: null, now: new Date(0), repository: null };

    const shown = wantedFor({ ...ask, organisation: parsed(builtIn).policy }).wanted;
    const real = wantedFor({ ...ask, organisation: null }).wanted;

    expect(JSON.stringify(shown, withoutOrigins)).toBe(JSON.stringify(real, withoutOrigins));
  });

  test('names every key of a file and of its entries', () => {
    const { problems } = parsed(
      'version: 1\nunheard_of: 1\nrequired_checks: [{ check: a, unheard_of: 1 }]\n',
    );
    const keys = [...JSON.stringify(problems).matchAll(/`(\w+)`[,.]/g)].map(([, key]) => key ?? '');

    const missing = keys.filter((key) => !PAGE.includes(`| \`${key}\` `));

    expect(keys).toContain('exempt');
    expect(keys).toContain('workflow');
    expect(missing).toEqual([]);
  });
});
