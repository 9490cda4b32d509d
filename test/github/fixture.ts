import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { Probot } from 'probot';
import type { RepoName } from '#model';
import { connectGithub, octokitClass, type Github, type GithubOptions } from '#github';
import { checkExchange } from '#kit/contract';
import { startSimulator, type Simulator } from '#simulator';

export const API: RepoName = { owner: 'acme', name: 'api' };
const APP = { appId: 4711, appSlug: 'mainstay', webhookSecret: 'not-so-secret' };

export type Warning = { readonly message: string; readonly fields: Readonly<Record<string, unknown>> };

/** Mainstay's telephone, everything it logged (at every level), and what it warned of. */
export type Phone = {
  readonly github: Github;
  readonly log: () => string;
  readonly warnings: readonly Warning[];
  /** What was told of each answer. */
  readonly answers: readonly Warning['fields'][];
};

export type PhoneOptions = Pick<GithubOptions, 'priority' | 'mayWrite'> & {
  readonly timeoutMs?: number;
  readonly writeIntervalMs?: number;
};

export function phone(baseUrl: string, set: PhoneOptions = {}): Phone {
  const lines: string[] = [];
  const warnings: Warning[] = [];
  const answers: Warning['fields'][] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const probot = new Probot({
    appId: APP.appId,
    privateKey: KEY,
    secret: APP.webhookSecret,
    baseUrl,
    Octokit: octokitClass({ timeoutMs: set.timeoutMs ?? 2_000, retryPauseMs: 1 }),
    log: pino({ level: 'trace' }, sink),
  });
  const github = connectGithub({
    auth: (id) => (id === undefined ? probot.auth() : probot.auth(id)),
    appId: APP.appId,
    writeIntervalMs: set.writeIntervalMs ?? 0,
    warn: (fields, message) => void warnings.push({ fields, message }),
    debug: (fields) => void answers.push(fields),
    ...(set.priority ? { priority: set.priority } : {}),
    ...(set.mayWrite ? { mayWrite: set.mayWrite } : {}),
  });
  return { github, warnings, answers, log: () => lines.join('') };
}

export type Town = Phone & {
  readonly simulator: Simulator;
  readonly installation: number;
  readonly doors: ReturnType<Github['installation']>;
};

/** GitHub with the organisation acme, its owner olga, and the repository acme/api; the App is installed on all of it. */
export async function town(): Promise<Town> {
  const simulator = await startSimulator({ ...APP, privateKey: KEY });
  const { world } = simulator;
  world.addOrganisation('acme', { members: { olga: 'admin' } });
  world.createRepository('acme/api', { by: 'olga', visibility: 'public', from: 'readme' });
  const { id } = world.installApp('acme', { by: 'olga' });
  const line = phone(`${simulator.url}/api/v3`);
  return { ...line, simulator, installation: id, doors: line.github.installation(id) };
}

/** Closes the town, and tells what was said in it that contradicts GitHub's own description. */
export async function closed({ simulator }: Town): Promise<readonly unknown[]> {
  await simulator.close();
  const said = simulator.exchanges.filter(({ route, status }) => route !== 'graphql' && status < 500);
  return said.flatMap((exchange) => {
    const query = new URLSearchParams(exchange.query).toString();
    return [...checkExchange({ ...exchange, path: `${exchange.path}?${query}` }), ...exchange.unknownKeys];
  });
}

export const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
