import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from '@jest/globals';

const PARSER = 'node_modules/@actions/workflow-parser';
const ASK = `
const { forecast, readWorkflows } = await import(process.argv[1]);
const text = 'on: pull_request\\njobs:\\n  test: { runs-on: u, strategy: { matrix: { v: [3.10] } }, steps: [{ run: x }] }\\n';
const workflows = readWorkflows([{ path: '.github/workflows/ci.yml', text }]);
console.log(forecast(workflows, { branch: 'main', event: 'pull_request', checks: [] }).predicted[0].context);
`;

function answerOf(module: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', ASK, module], {
    encoding: 'utf8',
  }).trim();
}

describe("GitHub's parser is read where plain Node cannot import it", () => {
  const cache = join('node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const built = mkdtempSync(join(cache, 'built-'));
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  test('unbuilt, by Node itself', () => {
    const answer = answerOf(join(process.cwd(), 'src/workflows/index.ts'));

    expect(answer).toBe('test (3.1)');
  });

  test('built', () => {
    const root = join('..', '..', '..');
    const rooms = ['workflows', 'model'].map((room) => join(root, 'src', room));
    const options = { outDir: '.', rootDir: join(root, 'src'), noCheck: true };
    const project = { extends: join(root, 'tsconfig.build.json'), include: rooms, compilerOptions: options };
    writeFileSync(join(built, 'tsconfig.json'), JSON.stringify(project));
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', built], { stdio: 'pipe' });
    writeFileSync(
      join(built, 'package.json'),
      JSON.stringify({ type: 'module', imports: { '#*': './*/index.js' } }),
    );

    const answer = answerOf(join(process.cwd(), built, 'workflows/index.js'));

    expect(answer).toBe('test (3.1)');
  });

  test("with the package's own schema, which its exports do not offer", () => {
    const ours = readFileSync('src/workflows/read/workflow-schema.json', 'utf8');
    const theirs = readFileSync(join(PARSER, 'dist/workflow-v1.0.min.json'), 'utf8');

    expect(JSON.parse(ours)).toEqual(JSON.parse(theirs));
  });

  test('and its licence beside it', () => {
    const ours = readFileSync('src/workflows/read/workflow-schema.LICENSE', 'utf8');

    expect(ours).toContain(readFileSync(join(PARSER, 'LICENSE'), 'utf8').trim());
  });
});
