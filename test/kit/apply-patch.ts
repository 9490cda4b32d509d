import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fix, WorkflowFile } from '#model';

/** A file after the patch of a fix, applied by git itself: what a maintainer would do with it. */
export function applied(file: WorkflowFile, fix: Fix | null): WorkflowFile {
  if (!fix?.patch) throw new Error('the fix has a patch');
  const folder = mkdtempSync(join(tmpdir(), 'patch-'));
  try {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
    execFileSync('git', ['apply', '--unidiff-zero', '-'], {
      cwd: folder,
      input: `${fix.patch}\n`,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return { path: file.path, text: readFileSync(path, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
