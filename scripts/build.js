// Builds dist/: the sources without their types, and a package.json by which #room means the built room.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);
const IMPORTS = {
  '#app': './app.js',
  '#settings': './settings.js',
  '#main': './main.js',
  '#*': './*/index.js',
};

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: fileURLToPath(root),
  stdio: 'inherit',
});
if (status === 0) {
  writeFileSync(
    new URL('package.json', dist),
    `${JSON.stringify({ type: 'module', imports: IMPORTS }, null, 2)}\n`,
  );
}
process.exitCode = status ?? 1;
