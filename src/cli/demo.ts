import { parseArgs } from 'node:util';
import { once } from 'node:events';
import process from 'node:process';
import { loadParts, type Parts } from './demo/load-parts.ts';
import { openScreen, type Screen } from './demo/screen.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { stay } from './demo/stay.ts';
import { STORY } from './demo/story.ts';
import { tellStory } from './demo/tell-story.ts';

const USAGE = 'Usage: mainstay demo [--stay]\n';
const OPENING = `
  Mainstay keeps main protected on every repository of an organisation.
  Here is the real server, over HTTP and with its own database, and a simulated GitHub.
  No credentials needed; nothing leaves this machine.

  Starting, with a new database ...`;
const INTERRUPTED = 130;

/**
 * `mainstay demo [--stay]`: plays the whole story against a simulated GitHub on the loopback address. Exit code 0 when
 * every act came out as told, 1 when one did not, 2 where it cannot be played, 130 when it was interrupted.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const staying = wantsToStay(args);
  if (staying === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  const parts = await loadParts();
  if ('missing' in parts) {
    process.stderr.write(
      `The demo needs the development dependencies, and ${parts.missing} is not installed: run "npm ci" in a checkout of Mainstay, without --omit=dev.\n`,
    );
    return 2;
  }
  try {
    return await perform(parts, staying);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The demo cannot be played: ${words}\n`);
    return 2;
  }
}

async function perform(parts: Parts, staying: boolean): Promise<number> {
  const { signal, release } = interruption();
  const screen = openScreen(process.stdout, process.env);
  screen.say(OPENING);
  const started = performance.now();
  const stage = await openStage(parts);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  screen.say(`  Mainstay listens on ${stage.mainstay.url} after ${seconds} s.`);
  const code = await play(stage, screen, { staying, signal });
  screen.close();
  release();
  const kept = await stage.close({ keepLog: staying || code === 1 });
  if (kept !== null) process.stdout.write(`\n  The server's log: ${kept}\n`);
  return code;
}

type Until = { readonly staying: boolean; readonly signal: AbortSignal };

async function play(stage: Stage, screen: Screen, { staying, signal }: Until): Promise<number> {
  const interrupted = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  const well = await Promise.race([tellStory(STORY, stage, screen), interrupted.then(() => null)]);
  if (well === null) return INTERRUPTED;
  if (staying) await stay(stage, screen, signal);
  return well ? 0 : 1;
}

function wantsToStay(args: readonly string[]): boolean | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { stay: { type: 'boolean', default: false } } });
    return values.stay;
  } catch {
    return null;
  }
}

/** Aborted by the first signal; the second one ends the process at once, as it would without us. */
function interruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  function release(): void {
    for (const signal of signals) process.off(signal, stop);
  }
  function stop(): void {
    release();
    controller.abort();
  }
  for (const signal of signals) process.on(signal, stop);
  return { signal: controller.signal, release };
}
