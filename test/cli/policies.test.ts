import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { repoFacts } from '#kit/builders';
import { runExplain } from '../../src/cli/explain/run-explain.ts';
import type { ReadSources } from '../../src/cli/explain/sources.ts';
import { runValidate } from '../../src/cli/validate/run-validate.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('mainstay validate', () => {
  test('finds nothing wrong with a good file, and says whose it took it for', () => {
    const shared = put('org.yml', 'version: 1', 'exempt: [legacy-*]');
    const own = put('own.yml', 'version: 1', 'strict: true');

    const { out, code } = runValidate([shared, own], false);

    expect(code).toBe(0);
    expect(out).toBe(
      `${shared}: good, read as the organisation's policy\n${own}: good, read as a repository's own file\n`,
    );
  });

  test('names line, column, title, detail and fix of a misspelt key', () => {
    const file = put('typo.yml', 'version: 1', 'mod: monitor');

    const { out, code } = runValidate([file], false);

    expect(code).toBe(1);
    expect(out).toBe(
      `${file}:2:1: The policy file has a key that does not exist (policy_unknown_key)\n` +
        '  `mod` is not a key here; did you mean `mode`?\n' +
        '  Fix: Write `mode`, or take the key out.\n',
    );
  });

  test('finds what counts only in the policy of an organisation', () => {
    const file = put('exempt.yml', 'version: 1', 'exempt: [a]');

    expect(runValidate([file, '--level', 'organisation'], false).code).toBe(0);
    expect(runValidate([file, '--level', 'repository'], false).out).toContain(`${file}:2:1: `);
  });

  test('speaks JSON and the language of workflows', () => {
    const file = put('json.yml', 'version: 1', 'reviews: {count: 7}');

    const json = JSON.parse(runValidate([file, '--format', 'json'], false).out) as unknown;
    const { out } = runValidate([file, '--format', 'github'], false);

    expect(json).toMatchObject({
      version: 1,
      files: [{ file, valid: false, problems: [{ code: 'policy_invalid_value', line: 2, column: 18 }] }],
    });
    expect(out).toContain(`line=2,col=18,title=`);
    expect(out).toMatch(/^::error file=.*%0AFix: .*\n$/);
  });

  test('lets no text of a file control a terminal', () => {
    const file = put('evil.yml', 'version: 1', 'mode: "\\e[31m"');

    expect(runValidate([file], false).out).not.toContain('\u001b');
  });

  test('reads the standard input, and answers wrong usage with 2', () => {
    const arguments_ = ['bin/mainstay.js', 'validate', '-'];
    const { stdout, status } = spawnSync(process.execPath, arguments_, {
      encoding: 'utf8',
      input: 'version: 2\n',
    });

    expect(status).toBe(1);
    expect(stdout).toContain('-:1:10: ');
    expect(runValidate([], false).code).toBe(2);
    expect(runValidate([join(folder, 'nowhere.yml')], false).code).toBe(2);
    expect(runValidate(['x', '--format', 'xml'], false).error).toContain('--format is one of');
    expect(runValidate(['--help'], false).code).toBe(0);
  });
});

const nobody: ReadSources = () => Promise.reject(new Error('GitHub was asked'));

function explain(...args: readonly string[]) {
  return runExplain(args, { readGithub: nobody, coloured: false });
}

describe('mainstay explain', () => {
  const POLICY = [
    'version: 1',
    'replace: [required_checks]',
    'required_checks: [test]',
    'repositories:',
    '  - match: {topics: [backend]}',
    '    reviews: {count: 2}',
    '  - match: {properties: {tier: gold}}',
    '    signatures: true',
  ];

  test('says of files where each value was written', async () => {
    const organisation = put('shared.yml', ...POLICY);
    const repository = put('mine.yml', 'version: 1', 'strict: true');
    const files = ['--organisation', organisation, '--repository', repository];

    const { out, code } = await explain(
      'acme/api',
      ...files,
      '--topics',
      'backend,x',
      '--property',
      'tier=gold',
    );

    expect(code).toBe(0);
    expect(out).toMatch(/ {2}mode +enforce +built in\n/);
    expect(out).toContain(`${organisation}:3\n`);
    expect(out).toMatch(new RegExp(` {2}reviews\\.count +2 +${organisation}:6\n`));
    expect(out).toMatch(new RegExp(` {2}signatures +true +${organisation}:8\n`));
    expect(out).toMatch(new RegExp(` {2}strict +true +${repository}:2\n`));
    expect(out).toContain('Not managed, left as found: block_creations');
  });

  test('says that it does not know what hangs on properties that nobody named', async () => {
    const organisation = put('shared.yml', ...POLICY);

    const { out, code } = await explain('acme/api', '--organisation', organisation, '--format', 'json');

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      known: false,
      problems: [{ code: 'policy_properties_unknown', line: 7 }],
    });
  });

  test('reads GitHub where no file is named, and calls the files as they are called there', async () => {
    const text = ['version: 1', 'repositories:', '  - match: {visibility: public}', '    strict: true'].join(
      '\n',
    );
    const readGithub: ReadSources = () =>
      Promise.resolve({
        known: true,
        value: {
          traits: repoFacts({ visibility: 'public' }),
          organisation: { known: true, value: { oid: '1', text } },
          repository: { known: true, value: null },
          properties: () => Promise.reject(new Error('no policy goes by them')),
        },
      });

    const { out, code } = await runExplain(['acme/api'], { readGithub, coloured: false });

    expect(code).toBe(0);
    expect(out).toContain('acme/.github/.github/mainstay.yml:4\n');
  });

  test('tells what is wrong with a broken file in place of a policy', async () => {
    const organisation = put('broken.yml', 'version: 1', 'mode: x');

    const { out, code } = await explain('acme/api', '--organisation', organisation);

    expect(code).toBe(1);
    expect(out).toContain(`${organisation}:2:7: `);
    expect(out).not.toContain('What the policy asks of');
  });

  test('answers wrong usage and a repository out of sight with 2', async () => {
    const why = { code: 'repository_not_found', detail: 'acme/api cannot be seen.' } as const;
    const unseen = await runExplain(['acme/api'], {
      readGithub: () => Promise.resolve({ known: false, why }),
      coloured: false,
    });

    expect(unseen).toMatchObject({ code: 2, out: '' });
    expect(unseen.error).toContain('acme/api cannot be seen.');
    expect((await explain()).code).toBe(2);
    expect((await explain('acme/api', '--fork')).error).toContain('--fork goes with');
    expect((await explain('acme/api', '--organisation', 'x', '--property', 'y')).error).toContain(
      'NAME=VALUE',
    );
  });
});
