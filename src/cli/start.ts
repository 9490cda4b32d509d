import { existsSync } from 'node:fs';
import process from 'node:process';
import { readSettings, type SettingsProblem } from '#settings';

/** `mainstay start`: runs the server until a signal asks it to stop. Exit code 2 where the settings are wrong. */
export async function start(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const answer = readSettings(process.env, process.cwd());
  if (!answer.ok) {
    process.stderr.write(inWords(answer.problems));
    return 2;
  }
  const main = await import('#main');
  // From now on: a signal during the start must not cut the making of the database short.
  const stop = stopSignal();
  try {
    const running = await main.start(answer.settings);
    await stop;
    await running.stop();
    return 0;
  } catch (error) {
    process.stderr.write(
      `Mainstay cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 1;
  }
}

function inWords(problems: readonly SettingsProblem[]): string {
  const lines = problems.map(({ variable, problem, fix }) => `  ${variable} ${problem}. ${fix}`);
  return `Mainstay cannot start, because of its environment:\n${lines.join('\n')}\n`;
}

/** Resolves with the first signal; the second one ends the process at once, as it would without us. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const signals = ['SIGTERM', 'SIGINT'] as const;
  function stop(): void {
    for (const signal of signals) process.off(signal, stop);
    resolve(undefined);
  }
  for (const signal of signals) process.on(signal, stop);
  return promise;
}
