import type { Act } from './act.ts';
import { playAct } from './play-act.ts';
import { isAsTold, type Played } from './played.ts';
import { renderRepositories } from './render-repositories.ts';
import { renderSummary } from './render-summary.ts';
import { rowsOf } from './rows.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

/** Plays all acts in order and sums up. True: every one came out as told. */
export async function tellStory(story: readonly Act[], stage: Stage, screen: Screen): Promise<boolean> {
  const started = performance.now();
  const played: Played[] = [];
  await stage.settled();
  if (!screen.live) screen.say(['', ...renderRepositories(rowsOf(stage.github), screen)].join('\n'));
  try {
    for (const act of story) played.push(await playAct(act, stage, screen));
  } catch (error) {
    screen.say(screen.paint('bad', `  ✗ ${error instanceof Error ? error.message : String(error)}`));
  }
  screen.settle();
  const seconds = (performance.now() - started) / 1000;
  screen.say(renderSummary({ played, acts: story.length, seconds }, screen.paint).join('\n'));
  return played.length === story.length && played.every(isAsTold);
}
