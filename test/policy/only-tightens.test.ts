import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RepoName, Wanted, WantedCheck } from '#model';
import { parsePolicy, wantedFor, type PolicyFile } from '#policy';
import { anyDraft, textOf, type Draft } from './written-policies.ts';

const anyRepo: fc.Arbitrary<RepoName> = fc.record({
  owner: fc.constant('acme'),
  name: fc.constantFrom('api', 'legacy-shop', 'Webx', '.github'),
});
const anyFile = fc.option(anyDraft, { nil: null });

function policyOf(draft: Draft | null, file: string): PolicyFile | null {
  if (draft === null) return null;
  return parsePolicy(textOf(draft), { file, level: 'organisation' }).policy;
}

/** How strict a policy is in each dimension, as numbers and lists that can be compared. */
type Strength = {
  readonly [dimension in Exclude<keyof Wanted, 'branches' | 'checks'>]: number;
};

function strengthOf(wanted: Wanted): Strength {
  return {
    exempt: wanted.exempt === 'no' ? 1 : 0,
    mode: wanted.mode.value === 'enforce' ? 1 : 0,
    strict: wanted.strict?.value === true ? 1 : 0,
    includeAdmins: Number(wanted.includeAdmins.value),
    bridge: Number(!wanted.bridge.value),
    blockForcePushes: Number(wanted.blockForcePushes.value),
    blockDeletions: Number(wanted.blockDeletions.value),
  };
}

function nameOf({ name }: WantedCheck): string {
  return JSON.stringify(name);
}

/** Whether a check asks for all that another asks for. */
function covers(own: WantedCheck | undefined, other: WantedCheck): boolean {
  if (own === undefined) return false;
  const pinned = other.source === null ? own.source !== 'any' : own.source === other.source;
  return pinned && (other.when === 'ready' || own.when === 'always');
}

function lostIn(after: Wanted, before: Wanted): readonly string[] {
  const strength = strengthOf(after);
  const dimensions = Object.entries(strengthOf(before)) as [keyof Strength, number][];
  const weaker = dimensions.filter(([dimension, value]) => strength[dimension] < value);
  const branches = new Set(after.branches.map(({ value }) => value));
  const checks = new Map(after.checks.map((check) => [nameOf(check), check]));
  return [
    ...weaker.map(([dimension]) => dimension),
    ...before.branches.filter(({ value }) => !branches.has(value)).map(({ value }) => value),
    ...before.checks.filter((check) => !covers(checks.get(nameOf(check)), check)).map(nameOf),
  ];
}

describe("A repository's own file", () => {
  test('never yields less than the organisation asks for, in any dimension', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyDraft, (repo, organised, own) => {
        const organisation = policyOf(organised, 'organisation');
        const without = wantedFor({ repo, organisation, repository: null }).wanted;

        const { wanted } = wantedFor({ repo, organisation, repository: policyOf(own, 'repository') });

        expect(lostIn(wanted, without)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('means the same without the lines that it is told would loosen', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyDraft, (repo, organised, own) => {
        const organisation = policyOf(organised, 'organisation');
        const repository = policyOf(own, 'repository');
        const { wanted, problems } = wantedFor({ repo, organisation, repository });
        const refused = new Set(problems.map(({ place }) => place?.line));

        const kept = Object.entries(repository ?? {}).map(([key, value]) =>
          value !== null && refused.has(value.place.line) ? [key, null] : [key, value],
        );
        const again = wantedFor({ repo, organisation, repository: Object.fromEntries(kept) as PolicyFile });

        expect(again.wanted).toEqual(wanted);
      }),
    );
  });
});

describe('The same file', () => {
  test('as the layer of the organisation and of the repository is the same as once', () => {
    fc.assert(
      fc.property(anyRepo, anyDraft, (repo, draft) => {
        const file = policyOf(draft, 'organisation');
        const once = wantedFor({ repo, organisation: file, repository: null });

        const twice = wantedFor({ repo, organisation: file, repository: file });

        expect(twice.wanted).toEqual(once.wanted);
      }),
    );
  });

  test('always leads to the same answer', () => {
    fc.assert(
      fc.property(anyRepo, anyFile, anyFile, (repo, organised, own) => {
        const layers = {
          repo,
          organisation: policyOf(organised, 'organisation'),
          repository: policyOf(own, 'repository'),
        };

        expect(wantedFor(layers)).toEqual(wantedFor(structuredClone(layers)));
      }),
    );
  });
});

describe('The policy repository', () => {
  test('is never exempt and never requires a check that cannot report there, whatever the files say', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (organised, own) => {
        const { wanted } = wantedFor({
          repo: { owner: 'acme', name: '.github' },
          organisation: policyOf(organised, 'organisation'),
          repository: policyOf(own, 'repository'),
        });

        expect(wanted.exempt).toBe('no');
        expect(wanted.checks.filter(({ when }) => when === 'always')).toEqual([]);
      }),
    );
  });
});
