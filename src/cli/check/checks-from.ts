import { LineCounter, parseDocument } from 'yaml';
import type { CheckName } from '#workflows';
import { UsageError } from './options.ts';

/** What is required where no policy says otherwise. */
export const BUILT_IN: readonly CheckName[] = [
  'test',
  'lint',
  'security',
  'build',
  'validate-migrations',
].map((check) => ({ check, workflow: null }));

/** A check to judge; `source` where the policy says that something other than a workflow reports it. */
export type AskedCheck = { readonly name: CheckName; readonly source: string | null };

/** The checks that a policy file asks for. Throws a UsageError with line and column for one that it cannot read. */
export function checksFrom(file: string, text: string): readonly AskedCheck[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UsageError(`${file}:${line}:${col}: ${error.message}`);
  }
  const policy: unknown = document.toJS();
  const asked = isRecord(policy) ? policy['required_checks'] : undefined;
  if (asked === undefined || asked === null) return BUILT_IN.map((name) => ({ name, source: null }));
  if (!Array.isArray(asked)) throw new UsageError(`${file}: required_checks is a list`);
  return asked.map((entry) => askedCheck(file, entry));
}

function askedCheck(file: string, entry: unknown): AskedCheck {
  if (typeof entry === 'string') return { name: { check: entry, workflow: null }, source: null };
  if (isRecord(entry)) {
    const { check, context, workflow, source } = entry;
    const from = typeof source === 'string' || typeof source === 'number' ? String(source) : null;
    if (typeof check === 'string') {
      return { name: { check, workflow: typeof workflow === 'string' ? workflow : null }, source: from };
    }
    if (typeof context === 'string') return { name: { context }, source: from };
  }
  throw new UsageError(
    `${file}: a required check is a name, {check, workflow, source, when} or {context, source}`,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
