import type { Problem } from '#model';
import { explain } from './explain.ts';
import { ORGANISATION_ONLY } from './organisation-only.ts';
import { plainValue } from './plain-value.ts';
import type { PolicyFile } from './policy-file.ts';
import { readDocument } from './read-document.ts';
import { saidTwice } from './said-twice.ts';
import { POLICY_SCHEMA } from './schema.ts';
import { wholeFile } from './whole-file.ts';

/** Whose file it is. `file` is `owner/repo/.github/mainstay.yml`, as it appears in every origin and place. */
export type PolicyPlace = { readonly file: string; readonly level: 'organisation' | 'repository' };

/** The policy, or null with at least one problem: a file counts as a whole or not at all. */
export type ParsedPolicy = { readonly policy: PolicyFile | null; readonly problems: readonly Problem[] };

/**
 * A policy file's text as a policy. Problems have their places and come in the file's order,
 * at most 20. Never throws.
 */
export function parsePolicy(text: string, where: PolicyPlace): ParsedPolicy {
  const document = readDocument(text, where.file);
  if ('code' in document) return { policy: null, problems: [document] };
  const content = plainValue(document.root);
  const checked = POLICY_SCHEMA.safeParse(content);
  if (!checked.success) {
    const hidden = where.level === 'organisation' ? [] : ORGANISATION_ONLY;
    return { policy: null, problems: told(explain(checked.error.issues, { document, content, hidden })) };
  }
  const policy = wholeFile(checked.data, document);
  const problems = saidTwice(policy);
  return problems.length > 0 ? { policy: null, problems } : { policy, problems: [] };
}

/** A file in another version of the language has one mistake, not one per line. */
function told(problems: readonly Problem[]): readonly Problem[] {
  const version = problems.find(({ code }) => code === 'policy_version');
  return version === undefined ? problems : [version];
}
