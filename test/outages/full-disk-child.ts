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

type Write = (
  file: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  position: number | null,
) => number;
const longer: Write = (file, bytes, offset, length, position) => {
  if (isFull() && fs.fstatSync(file).isFile() && (position ?? 0) + length > fs.fstatSync(file).size)
    noSpace();
  return (write as Write)(file, bytes, offset, length, position);
};
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
