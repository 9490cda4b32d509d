import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePolicy } from '#policy';
import { over, SILENCE, type Layer } from '../../src/policy/layer.ts';
import { anyLayer, textOf } from './written-policies.ts';

/** Layers as they are written, each in a file of its own. */
function layers(...files: readonly string[]): fc.Arbitrary<readonly Layer[]> {
  return fc.tuple(...files.map((file) => anyLayer.map((draft) => layerOf(textOf(draft), file))));
}

function layerOf(text: string, file: string): Layer {
  const { policy } = parsePolicy(text, { file, level: 'organisation' });
  if (policy === null) throw new Error(text);
  return policy.own;
}

describe('Layers of a policy', () => {
  test('mean the same in whatever grouping they are put over each other', () => {
    fc.assert(
      fc.property(layers('a', 'b', 'c'), ([a = SILENCE, b = SILENCE, c = SILENCE]) => {
        expect(over(over(a, b), c)).toEqual(over(a, over(b, c)));
      }),
      { numRuns: 500 },
    );
  });

  test('are not changed by one that says nothing, nor by being there twice', () => {
    fc.assert(
      fc.property(layers('a', 'b'), ([a = SILENCE, b = SILENCE]) => {
        const both = over(a, b);

        expect(over(both, SILENCE)).toEqual(both);
        expect(over(SILENCE, both)).toEqual(both);
        expect(over(both, b)).toEqual(both);
      }),
    );
  });

  test('lose nothing of a list but by `replace`', () => {
    fc.assert(
      fc.property(layers('a', 'b'), ([a = SILENCE, b = SILENCE]) => {
        const names = over(a, b).required_checks?.items.map(({ key }) => key) ?? [];

        const own = b.required_checks?.items.map(({ key }) => key) ?? [];
        const below = a.required_checks?.items.map(({ key }) => key) ?? [];
        expect(names).toEqual(expect.arrayContaining(own));
        if (b.required_checks?.replaces === true) expect(names).toEqual(own);
        else expect(names.slice(0, below.length)).toEqual(below);
      }),
    );
  });
});
