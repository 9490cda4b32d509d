import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator, type Simulator, type SimulatorOptions } from '#simulator';
import { askingAsInstallation, type Ask } from '#kit/contract-client';

export const SECRET = 'a webhook secret';

/** Making a key takes longer than most tests. */
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

export type Acme = {
  readonly github: Simulator;
  readonly world: Simulator['world'];
  /** The id of the app's installation on acme. */
  readonly installation: number;
  /** Asks as that installation. */
  readonly ask: Ask;
};

/** A GitHub with the organisation acme: Olivia owns it, Mia maintains and Walt writes acme/api, Rosa only reads. */
export async function startAcme(options: Partial<SimulatorOptions> = {}): Promise<Acme> {
  const github = await startSimulator({
    appId: 4711,
    appSlug: 'mainstay',
    webhookSecret: SECRET,
    privateKey,
    ...options,
  });
  const { world } = github;
  world.addOrganisation('acme', {
    members: { olivia: 'admin', mia: 'member', walt: 'member', rosa: 'member' },
  });
  world.addTeam('acme/platform', ['mia']);
  world.createRepository('acme/api', { by: 'olivia' });
  world.setRole('acme/api', { who: 'mia', role: 'maintain' });
  world.setRole('acme/api', { who: 'walt', role: 'write' });
  world.setRole('acme/api', { who: 'team:platform', role: 'write' });
  const { id } = world.installApp('acme', { by: 'olivia' });
  return { github, world, installation: id, ask: await askingAsInstallation(github, id) };
}

export type Received = {
  readonly event: string;
  readonly guid: string;
  readonly signed: boolean;
  // What GitHub sends has more shapes than a test of it needs types.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly payload: any;
};

export type Listener = {
  readonly url: string;
  readonly received: readonly Received[];
  /** What the listener answers from now on. */
  answers: number;
  readonly close: () => void;
};

/** Somebody who listens to webhooks, and checks their signatures. */
export async function startListener(): Promise<Listener> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const expected = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
      received.push({
        event: String(request.headers['x-github-event']),
        guid: String(request.headers['x-github-delivery']),
        signed: request.headers['x-hub-signature-256'] === expected,
        payload: JSON.parse(body.toString('utf8')),
      });
      response.writeHead(listener.answers).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listener: Listener = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    answers: 202,
    close: () => server.close().closeAllConnections(),
  };
  return listener;
}
