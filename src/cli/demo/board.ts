import type { Act } from './act.ts';
import { renderBar, type Progress } from './render-bar.ts';
import { renderRepositories } from './render-repositories.ts';
import { rowsOf } from './rows.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';
import { watchSweep } from './watch-sweep.ts';

/** The table of repositories, kept up to date while an act is played. */
export interface Board {
  draw(): void;
  close(): void;
}

/** Lines that the story needs above the table, to be readable. */
const STORY_LINES = 18;
/** Where nothing changes in place, the bar is written so many times. */
const PLAIN_STEPS = 4;
const NO_BOARD: Board = { draw: () => undefined, close: () => undefined };

/** With a bar where the act is about all repositories; on a low terminal, and in plain lines, only there. */
export function openBoard({ shows }: Act, { github }: Stage, screen: Screen): Board {
  const lines = renderRepositories(rowsOf(github), screen).length + 1;
  const pinned = screen.live && lines + STORY_LINES <= screen.height;
  if (shows !== null && 'table' in shows) return sweepBoard(github, screen, pinned);
  if (!pinned) return NO_BOARD;
  function draw(): void {
    screen.show(tableOf(github, screen));
  }
  const unwatch = github.onExchange(draw);
  return { draw, close: unwatch };
}

function sweepBoard(github: Stage['github'], screen: Screen, pinned: boolean): Board {
  let progress: Progress = { done: 0, total: rowsOf(github).length, requests: 0 };
  let steps = 0;
  function draw(): void {
    screen.show([...tableOf(github, screen), '', renderBar(progress, screen.paint)]);
  }
  const unwatch = watchSweep(github, (next) => {
    progress = next;
    draw();
    const reached = Math.floor((progress.done / progress.total) * PLAIN_STEPS);
    if (!screen.live && reached > steps) screen.say(renderBar(progress, screen.paint));
    steps = Math.max(steps, reached);
  });
  return {
    draw,
    close() {
      unwatch();
      if (!screen.live) screen.say(renderRepositories(rowsOf(github), screen).join('\n'));
      else if (!pinned) screen.settle();
    },
  };
}

function tableOf(github: Stage['github'], screen: Screen): readonly string[] {
  return ['', ...renderRepositories(rowsOf(github), screen)];
}
