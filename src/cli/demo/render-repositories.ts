import type { Paint, Style } from './paint.ts';
import type { Standing } from './standing.ts';
import { shorten } from './wrap.ts';

/** One line of the table. */
export type Row = { readonly name: string; readonly note: string; readonly standing: Standing };
type Paper = { readonly width: number; readonly paint: Paint };

const MARKS: Readonly<Record<Standing['mood'], { readonly mark: string; readonly style: Style }>> = {
  protected: { mark: '✓', style: 'good' },
  drift: { mark: '✗', style: 'bad' },
  waiting: { mark: '…', style: 'quiet' },
  left: { mark: '–', style: 'quiet' },
  unknown: { mark: '?', style: 'quiet' },
};
const INDENT = 2;
const GAP = 2;

/** All repositories, and how main of each stands. */
export function renderRepositories(rows: readonly Row[], { width, paint }: Paper): readonly string[] {
  const names = longest(rows.map(({ name }) => name));
  const notes = longest(rows.map(({ note }) => note));
  const rest = width - INDENT - names - notes - 2 * GAP - 2;
  const head = `${'repository'.padEnd(names + GAP)}${'what it is'.padEnd(notes + GAP)}main`;
  return [
    `  ${paint('strong', head)}`,
    ...rows.map(({ name, note, standing }) => {
      const left = `${name.padEnd(names + GAP)}${paint('quiet', note.padEnd(notes + GAP))}`;
      return `  ${left}${renderStanding(standing, paint, rest)}`;
    }),
  ];
}

/** A mark and a few words. @param width of the words, in characters */
export function renderStanding({ mood, words }: Standing, paint: Paint, width = 60): string {
  const { mark, style } = MARKS[mood];
  return paint(style, `${mark} ${shorten(words, width)}`);
}

function longest(words: readonly string[]): number {
  return Math.max(0, ...words.map((word) => word.length));
}
