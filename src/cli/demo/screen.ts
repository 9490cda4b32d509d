import { setTimeout as pause } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import { withColours, withoutColours, type Paint } from './paint.ts';

/** Where the story is told: on a terminal with a region at the bottom that changes in place, elsewhere plain lines. */
export interface Screen {
  readonly live: boolean;
  /** Columns and rows to write in. */
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
  /** Writes text for good, above the region. */
  say(text: string): void;
  /** Replaces the region; nothing where the screen is not live. */
  show(lines: readonly string[]): void;
  /** A moment for the eye; none where the screen is not live. */
  beat(): Promise<void>;
  /** Leaves the region standing as it is; what comes next is written below it. */
  settle(): void;
  /** Writes nothing any more. */
  close(): void;
}

type Output = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;
type Environment = Readonly<Record<string, string | undefined>>;

const BEAT_MS = 450;
const WIDEST = 100;
/** Below that the table would break its lines, and could not be redrawn. */
const NARROWEST = 76;
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

export function openScreen(output: Output, env: Environment): Screen {
  const columns = output.columns ?? WIDEST;
  const plain = [env['CI'], env['NO_COLOR']].some(Boolean) || env['TERM'] === 'dumb';
  const live = output.isTTY === true && !plain && columns >= NARROWEST;
  const height = output.rows ?? 24;
  let region: readonly string[] = [];
  let closed = false;

  /** One write for all of it, so that nothing flickers. */
  function redraw(text: string, next: readonly string[]): void {
    if (closed) return;
    const up = region.length > 0 ? `\u001b[${region.length}A\r\u001b[0J` : '';
    region = live ? next.slice(-(height - 1)) : [];
    const cursor = region.length > 0 ? HIDE_CURSOR : '';
    output.write(`${cursor}${up}${text}${region.map((line) => `${line}\n`).join('')}`);
  }

  function settle(): void {
    if (region.length > 0) output.write(SHOW_CURSOR);
    region = [];
  }

  return {
    live,
    width: Math.max(NARROWEST, Math.min(columns - 1, WIDEST)),
    height,
    paint: live ? withColours : withoutColours,
    say: (text) => redraw(`${text}\n`, region),
    show: (lines) => (live ? redraw('', lines) : undefined),
    beat: async () => (live ? pause(BEAT_MS) : undefined),
    settle,
    close: () => {
      settle();
      closed = true;
    },
  };
}

/** The same screen without anything that changes in place, for when somebody types on it. */
export function inLines(screen: Screen): Screen {
  return { ...screen, live: false, show: () => undefined, beat: () => Promise.resolve() };
}
