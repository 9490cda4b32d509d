import type { start } from '#main';
import type { startSimulator } from '#simulator';

/** The server as production starts it, and the GitHub to put in front of it. */
export type Parts = { readonly start: typeof start; readonly startSimulator: typeof startSimulator };

async function load(): Promise<Parts> {
  const [main, simulator] = await Promise.all([import('#main'), import('#simulator')]);
  return { start: main.start, startSimulator: simulator.startSimulator };
}

/** Loads both. An installation for production lacks what the simulator needs: then the package's name is answered. */
export async function loadParts(loading = load): Promise<Parts | { readonly missing: string }> {
  try {
    return await loading();
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === null) throw error;
    return { missing };
  }
}

function missingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return null;
  return /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(error.message)?.[1] ?? null;
}
