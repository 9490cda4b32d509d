import { createHash } from 'node:crypto';

/** Throws as many numbers in [0, 1) as are asked for; the same for the same subject and the same count of throws. */
export type Dice = (subject: string) => Throw;
/** One number for each name. */
export type Throw = (name: string) => number;

/** Dice of one seed. A subject's second throw differs from its first, whatever else was thrown for in between. */
export function createDice(seed: number): Dice {
  const thrown = new Map<string, number>();
  return (subject) => {
    const turn = (thrown.get(subject) ?? 0) + 1;
    thrown.set(subject, turn);
    return (name) => fraction(`${seed}\n${subject}\n${turn}\n${name}`);
  };
}

const WIDTH = 6;

function fraction(text: string): number {
  const bytes = createHash('sha256').update(text).digest();
  return bytes.readUIntBE(0, WIDTH) / 2 ** (8 * WIDTH);
}
