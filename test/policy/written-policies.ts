import fc from 'fast-check';

/** A policy as its writer thinks of it; absent keys are not written. */
export type Draft = {
  readonly mode?: 'enforce' | 'monitor';
  readonly branches?: readonly string[];
  readonly checks?: readonly DraftCheck[];
  readonly strict?: boolean;
  readonly includeAdmins?: boolean;
  readonly exempt?: readonly string[];
};

export type DraftCheck = {
  readonly check?: string;
  readonly workflow?: string;
  readonly context?: string;
  readonly source?: 'any' | 'github-actions' | number;
  readonly when?: 'always' | 'ready';
};

const checkName = fc.constantFrom('test', 'lint', 'build', 'Übersetzen (3.8)', 'ci: all', '#1', 'it is "it"');
const source = fc.constantFrom<NonNullable<DraftCheck['source']>[]>('any', 'github-actions', 15368, 1, 4242);
const check: fc.Arbitrary<DraftCheck> = fc.oneof(
  fc.record(
    {
      check: checkName,
      workflow: fc.constantFrom('ci.yml', 'a b.yaml'),
      source,
      when: fc.constantFrom<('always' | 'ready')[]>('always', 'ready'),
    },
    { requiredKeys: ['check'] },
  ),
  fc.record({ context: checkName, source }, { requiredKeys: ['context'] }),
);
const branches = fc.uniqueArray(fc.constantFrom('main', 'release/1.0', '~DEFAULT_BRANCH', 'déjà-vu', '2.x'), {
  minLength: 1,
});
const checks = fc.uniqueArray(check, {
  selector: (one) => JSON.stringify([one.context, one.check, one.workflow]),
  maxLength: 6,
});

/** Policies without a mistake. */
export const anyDraft: fc.Arbitrary<Draft> = fc.record(
  {
    mode: fc.constantFrom<('enforce' | 'monitor')[]>('enforce', 'monitor'),
    branches,
    checks,
    strict: fc.boolean(),
    includeAdmins: fc.boolean(),
    exempt: fc.array(fc.constantFrom('api', 'legacy-*', '*', 'Web?', '.github'), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** The draft as YAML in block style, one value a line. */
export function linesOf(draft: Draft): readonly string[] {
  return [
    'version: 1',
    ...(draft.mode === undefined ? [] : [`mode: ${draft.mode}`]),
    ...listed('branches', draft.branches?.map(quoted)),
    ...listed('required_checks', draft.checks?.map(entry)),
    ...(draft.strict === undefined ? [] : [`strict: ${draft.strict}`]),
    ...(draft.includeAdmins === undefined ? [] : [`include_admins: ${draft.includeAdmins}`]),
    ...listed('exempt', draft.exempt?.map(quoted)),
  ];
}

/** The draft as a file's text. */
export function textOf(draft: Draft): string {
  return `${linesOf(draft).join('\n')}\n`;
}

function listed(key: string, values: readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return values.length === 0 ? [`${key}: []`] : [`${key}:`, ...values.map((value) => `  - ${value}`)];
}

function entry({ check: job, workflow, context, source: from, when }: DraftCheck): string {
  const name = job === undefined ? [] : [`check: ${quoted(job)}`];
  const parts = [
    ...name,
    ...(context === undefined ? [] : [`context: ${quoted(context)}`]),
    ...(workflow === undefined ? [] : [`workflow: ${quoted(workflow)}`]),
    ...(from === undefined ? [] : [`source: ${from}`]),
    ...(when === undefined ? [] : [`when: ${when}`]),
  ];
  return parts.length === 1 && job !== undefined ? quoted(job) : `{ ${parts.join(', ')} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
