import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Wanted } from '#model';
import { looser, parsePolicy, wantedFor, type PolicyFile, type WantedAnswer } from '#policy';
import { repoFacts } from '#kit/builders';
import { anyDraft, anyStrictDraft, textOf, type Draft } from './written-policies.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const anyRepo = fc
  .record({
    name: fc.constantFrom('api', 'legacy-shop', 'Webx', '.github'),
    topics: fc.subarray(['backend']),
  })
  .map((over) => repoFacts(over));
const anyFile = fc.option(anyDraft, { nil: null });
const anyStrictFile = fc.option(anyStrictDraft, { nil: null });

function policyOf(draft: Draft | null, file: string): PolicyFile | null {
  if (draft === null) return null;
  const { policy, problems } = parsePolicy(textOf(draft), { file, level: 'organisation' });
  if (policy === null) throw new Error(problems.map(({ detail }) => detail).join('\n'));
  return policy;
}

type Layers = {
  readonly repo: ReturnType<typeof repoFacts>;
  readonly organisation: PolicyFile | null;
  readonly repository: PolicyFile | null;
};

function answerFor(layers: Layers): WantedAnswer {
  return wantedFor({ ...layers, properties: null, now: NOW });
}

describe("A repository's own file", () => {
  test('never yields less than the organisation asks for, in any dimension', () => {
    fc.assert(
      fc.property(anyRepo, anyStrictFile, anyDraft, (repo, organised, own) => {
        const organisation = policyOf(organised, 'organisation');
        const without = answerFor({ repo, organisation, repository: null }).wanted;

        const { wanted } = answerFor({ repo, organisation, repository: policyOf(own, 'repository') });

        expect(looser(wanted, without)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('has no effect at all where the organisation lets no repository decide', () => {
    fc.assert(
      fc.property(anyRepo, anyDraft, anyDraft, (repo, organised, own) => {
        const organisation = policyOf({ ...organised, overrides: 'none' }, 'organisation');

        const { wanted } = answerFor({ repo, organisation, repository: policyOf(own, 'repository') });

        expect(wanted).toEqual(answerFor({ repo, organisation, repository: null }).wanted);
      }),
    );
  });

  test('decides what the organisation lets it decide, and only tightens the rest', () => {
    fc.assert(
      fc.property(anyRepo, anyDraft, anyDraft, (repo, organised, own) => {
        const organisation = policyOf({ ...organised, overrides: { allow: ['strict', 'signatures'] } }, 'o');
        const without = answerFor({ repo, organisation, repository: null }).wanted;

        const { wanted } = answerFor({ repo, organisation, repository: policyOf(own, 'repository') });

        const free = ['strict', 'signatures'];
        expect(looser(wanted, without).filter((key) => !free.includes(key))).toEqual([]);
        if (repo.name !== '.github' && own['strict'] !== undefined) {
          expect(wanted.settings.strict?.value).toBe(own['strict']);
        }
      }),
    );
  });
});

describe('What no file says', () => {
  test('is not managed', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyFile, (repo, organised, own) => {
        const said = JSON.stringify([organised, own]);
        const silent = ['linear_history', 'conversation_resolution', 'reviews.dismiss_stale'] as const;

        const { wanted } = answerFor({
          repo,
          organisation: policyOf(organised, 'organisation'),
          repository: policyOf(own, 'repository'),
        });

        for (const setting of silent) expect(wanted.settings[setting]).toBeNull();
        if (!said.includes('"signatures"')) expect(wanted.settings.signatures).toBeNull();
        if (!said.includes('"push"')) expect(wanted.settings.push).toBeNull();
        if (!said.includes('"reviews"')) expect(wanted.settings['reviews.required']).toBeNull();
      }),
    );
  });
});

describe('The same files', () => {
  test('ask for no less than themselves', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyFile, (repo, organised, own) => {
        const organisation = policyOf(organised, 'organisation');
        const { wanted } = answerFor({ repo, organisation, repository: policyOf(own, 'repository') });

        expect(looser(wanted, structuredClone(wanted))).toEqual([]);
      }),
    );
  });

  test('always lead to the same answer', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyFile, (repo, organised, own) => {
        const layers = {
          repo,
          organisation: policyOf(organised, 'organisation'),
          repository: policyOf(own, 'repository'),
        };

        expect(answerFor(layers)).toEqual(answerFor(structuredClone(layers)));
      }),
    );
  });
});

describe('The policy repository', () => {
  test('never asks for anything by which the policy could not be changed any more, whatever the files say', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (organised, own) => {
        const { wanted } = answerFor({
          repo: repoFacts({ name: '.github' }),
          organisation: policyOf(organised, 'organisation'),
          repository: policyOf(own, 'repository'),
        });

        expect(wanted.exempt).toBeNull();
        expect(wanted.pause.by.value).toBe('nobody');
        expect(wanted.checks.filter(({ when }) => when === 'always')).toEqual([]);
        expect(blocking(wanted)).toEqual([]);
      }),
    );
  });
});

function blocking({ settings }: Wanted): readonly string[] {
  return [
    ...(settings.lock_branch === null ? [] : ['lock_branch']),
    ...(settings.deployments === null ? [] : ['deployments']),
    ...(settings.push?.value.length === 0 ? ['push'] : []),
  ];
}
