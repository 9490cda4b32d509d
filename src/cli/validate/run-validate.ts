import { readFileSync } from 'node:fs';
import { textOf } from '../check/checkout.ts';
import { UsageError } from '../check/options.ts';
import type { Said } from '../check/run-check.ts';
import { judgeFile } from './judge-file.ts';
import { readOptions } from './options.ts';
import { RENDER } from './render.ts';

const USAGE = `Usage:
  mainstay validate FILE... [--level organisation|repository] [--format text|json|github]
`;
const STANDARD_INPUT = 0;

/**
 * Says offline what is wrong with policy files; `-` is the standard input. Exit code 0: nothing; 1: something;
 * 2: wrong usage, or a file that cannot be opened.
 */
export function runValidate(args: readonly string[], coloured: boolean): Said {
  try {
    const { files, format, level, help } = readOptions(args);
    if (help) return { out: USAGE, error: '', code: 0 };
    const judged = files.map((file) => judgeFile(file, textFrom(file), level));
    const isGood = judged.every(({ problems }) => problems.length === 0);
    return { out: RENDER[format](judged, coloured), error: '', code: isGood ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { out: '', error: `mainstay validate: ${error.message}\n\n${USAGE}`, code: 2 };
  }
}

function textFrom(file: string): string {
  return file === '-' ? readFileSync(STANDARD_INPUT, 'utf8') : textOf(file);
}
