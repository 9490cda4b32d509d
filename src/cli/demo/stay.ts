import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { actOf, ACTS_BY_HAND } from './act-of.ts';
import { playAct } from './play-act.ts';
import { inLines, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

/** Keeps both running and plays what is typed, one act a line, until `signal` says that it is enough. */
export async function stay(stage: Stage, screen: Screen, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const ended = once(signal, 'abort');
  const calm = inLines(screen);
  calm.say(whereToLook(stage));
  for await (const line of createInterface({ input: process.stdin, signal })) {
    if (line.trim() !== '') await obey(line, stage, calm);
  }
  // The input may have ended, as it does in the background; the server goes on.
  await ended;
}

async function obey(line: string, stage: Stage, screen: Screen): Promise<void> {
  const act = actOf(line);
  if (act === null) {
    screen.say(ACTS_BY_HAND);
    return;
  }
  try {
    await playAct(act, stage, screen);
  } catch (error) {
    screen.say(`  ${error instanceof Error ? error.message : String(error)}`);
  }
}

function whereToLook({ github, mainstay, logFile }: Stage): string {
  return `
  Both keep running until you press ctrl-C.
    Mainstay          ${mainstay.url}/readyz
    simulated GitHub  ${github.url}/api/v3
    log               ${logFile}

${ACTS_BY_HAND}`;
}
