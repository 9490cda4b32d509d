import type { Act } from './act.ts';
import { openBoard } from './board.ts';
import { isWithin } from './budget.ts';
import type { Played } from './played.ts';
import { renderHeading, renderVerdicts } from './render-act.ts';
import { renderReply, renderReport } from './render-report.ts';
import { renderStanding, type Row } from './render-repositories.ts';
import { rowsOf } from './rows.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';
import { latestRun } from './standing.ts';

/**
 * Plays one act and tells it. The webhooks are held for a moment, so that one sees what people did before Mainstay
 * hears of it. Throws when Mainstay does not come to rest.
 */
export async function playAct(act: Act, stage: Stage, screen: Screen): Promise<Played> {
  const { github } = stage;
  const since = github.exchanges.length;
  const before = rowsOf(github);
  sayLines(screen, renderHeading(act, screen));
  const board = openBoard(act, stage, screen);
  const between = await unheard(github, screen, () => {
    act.play(github.world);
    board.draw();
  });
  await stage.settled();
  board.draw();
  board.close();
  const played = judge(act, stage, since);
  sayLines(screen, [
    ...renderMoves(act, [before, between, rowsOf(github)], screen),
    ...renderShown(act, stage, screen),
    ...renderVerdicts(played, screen.paint),
  ]);
  await screen.beat();
  return played;
}

/** What people do, before Mainstay hears of it. Answers how the repositories stand at that moment. */
async function unheard(github: Stage['github'], screen: Screen, play: () => void): Promise<readonly Row[]> {
  github.webhooks.policy = () => 'hold';
  try {
    play();
    await screen.beat();
    return rowsOf(github);
  } finally {
    github.webhooks.policy = () => 'send';
    github.webhooks.release();
  }
}

function judge(act: Act, { github }: Stage, since: number): Played {
  const counts = github.count({ since });
  const verdicts = Object.entries(act.told).map(([words, holds]) => ({ words, holds: holds(github.world) }));
  return { act, counts, verdicts, withinBudget: act.budget === null || isWithin(counts, act.budget) };
}

/** What people see on GitHub afterwards. */
function renderShown({ shows }: Act, { github }: Stage, screen: Screen): readonly string[] {
  if (shows === null) return [];
  if ('reply' in shows) {
    return renderReply(github.world.repository(shows.reply).issues.get(1)?.comments ?? [], screen);
  }
  const run = latestRun(github.world.repository(shows.report));
  return run === undefined ? [] : renderReport(shows.report, run, screen);
}

/** `acme/api  ✓ protected → ✗ no rule → ✓ protected` for every repository that moved; the table says it where it was all of them. */
function renderMoves(
  { shows }: Act,
  moments: readonly (readonly Row[])[],
  { paint }: Screen,
): readonly string[] {
  if (shows !== null && 'table' in shows) return [];
  const last = moments.at(-1) ?? [];
  return last.flatMap(({ name }) => {
    const stands = moments.flatMap((rows) => rows.find((row) => row.name === name)?.standing ?? []);
    const moved = stands.filter(({ words }, at) => words !== stands[at - 1]?.words);
    const steps = moved.map((standing) => renderStanding(standing, paint)).join(' → ');
    return moved.length > 1 || stands.length < moments.length ? [`    ${name}  ${steps}`] : [];
  });
}

function sayLines(screen: Screen, lines: readonly string[]): void {
  if (lines.length > 0) screen.say(lines.join('\n'));
}
