// Mainstay as `mainstay start` runs it, on a disk that is full while the file named by its argument is there: what
// would make a file of the database longer fails as the system lets it fail.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { readSettings } from '#settings';

const flag = process.argv[2] ?? '';
const write = fs.writeSync;

function isFull(): boolean {
  return fs.existsSync(flag);
}

function noSpace(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });
}

/** As `fs.writeSync` is called for a file: where it is, the bytes, from where and how many of them, to which place. */
type Given = [file: number, bytes: Uint8Array, offset: number, length: number, position: number | null];

function longer(...given: Given): number {
  const [file, , , length, position] = given;
  const kind = fs.fstatSync(file);
  if (isFull() && kind.isFile() && (position ?? 0) + length > kind.size) noSpace();
  return (write as (...given: Given) => number)(...given);
}
fs.writeSync = longer as typeof fs.writeSync;
const allocate = fs.ftruncateSync;
fs.ftruncateSync = (file, length) => {
  if (isFull() && (length ?? 0) > fs.fstatSync(file).size) noSpace();
  allocate(file, length);
};
syncBuiltinESMExports();

const { start } = await import('#main');
const answer = readSettings(process.env, process.cwd());
if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
await start(answer.settings);
