import type { Swept, SweepProgress } from '#control';
import { printable } from '../check/terminal.ts';

/** Shows how far sweeps are. */
export type ProgressShown = { readonly tell: (progress: SweepProgress) => void; readonly end: () => void };

const WIDTH = 30;
const CLEAR_LINE = '\r\u001b[K';

/** On a terminal one line that changes, elsewhere one line for each step. */
export function createProgress(isTerminal: boolean, show: (text: string) => void): ProgressShown {
  let isShown = false;
  return {
    tell: (progress) => {
      isShown = isTerminal;
      show(isTerminal ? `${CLEAR_LINE}${barOf(progress)}` : `${lineOf(progress)}\n`);
    },
    end: () => {
      if (isShown) show(CLEAR_LINE);
    },
  };
}

function lineOf({ org, done, of }: SweepProgress): string {
  return `${printable(org)}: ${done} of ${of} repositories`;
}

function barOf(progress: SweepProgress): string {
  const { done, of } = progress;
  const full = of === 0 ? 0 : Math.min(WIDTH, Math.floor((done / of) * WIDTH));
  return `[${'█'.repeat(full)}${'·'.repeat(WIDTH - full)}] ${lineOf(progress)}`;
}

/** What came of it, a line for each organisation. */
export function renderSwept(sweeps: readonly Swept[]): string {
  return sweeps.map((one) => `${sentence(one)}\n`).join('');
}

function sentence({ org, trouble, done, needy, writes, unread, requests, points }: Swept): string {
  const name = printable(org);
  if (trouble !== null) return `${name}: not swept: ${printable(trouble)}`;
  const looks = needy + unread;
  const need =
    looks === 0 ? 'all as the policy says' : `${looks} get a look of their own, ${writes} of them a write`;
  return `${name}: ${done} repositories, ${need}; ${requests} requests, ${points} points`;
}
