import { fullName, type Problem } from '#model';
import { conflictIn } from './conflict-in.ts';
import type { Layer } from './layer.ts';
import { matches, type Matched } from './matches.ts';
import type { Block } from './policy-file.ts';

/** The layers of the blocks for one repository, in file order; and why nobody knows what they ask for. */
export type BlocksFor = { readonly layers: readonly Layer[]; readonly unknown: Problem | null };

/** Which blocks are for a repository. One that may be, and one that contradicts another, leaves all unknown. */
export function blocksFor(blocks: readonly Block[], matched: Matched): BlocksFor {
  const judged = blocks.map((block) => ({ block, answer: matches(block.match, matched) }));
  const undecided = judged.find(({ answer }) => answer === 'unknown');
  const layers = judged.filter(({ answer }) => answer === 'yes').map(({ block }) => block.layer);
  return {
    layers,
    unknown:
      undecided === undefined
        ? conflictIn(layers, fullName(matched.repo))
        : propertiesUnknown(undecided.block, matched),
  };
}

function propertiesUnknown({ place }: Block, { repo, properties }: Matched): Problem {
  const why = properties === null || properties.known ? null : properties.why;
  const reason = why === null ? 'They were not read' : why.detail.replace(/\.$/, '');
  return {
    code: 'policy_properties_unknown',
    detail: `Whether the block on line ${place.line} is for ${fullName(repo)} hangs on its custom properties. ${reason}.`,
    place,
    ...(why?.fix !== undefined && { fix: why.fix }),
  };
}
