import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { createSite } from '#http';
import { readSettings } from '#settings';
import { APP_KEY } from '#kit/app-key';
import { recordingLog } from '#kit/recording-log';

type Service = {
  readonly image: string;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
};

const ROOT = `${import.meta.dirname}/../..`;
const caddyfile = readFileSync(`${ROOT}/deploy/Caddyfile`, 'utf8');
const { services, volumes } = parse(readFileSync(`${ROOT}/docker-compose.yml`, 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const replicas = Object.entries(services).filter(([, { image }]) => image === 'mainstay');

describe('docker-compose.yml', () => {
  test('starts two Mainstays, whose settings Mainstay takes', () => {
    for (const [, { environment = {}, env_file }] of replicas) {
      const url = environment['DATABASE_URL']?.replace(/\$\{POSTGRES_PASSWORD[^}]*\}/, 'a0b1c2');
      const app = { APP_ID: '4711', PRIVATE_KEY: APP_KEY, WEBHOOK_SECRET: 'long and random' };
      const answer = readSettings(
        { NODE_ENV: 'production', ...app, ...environment, DATABASE_URL: url },
        '/app',
      );

      expect(answer).toMatchObject({
        ok: true,
        settings: {
          databaseUrl: 'postgres://mainstay:a0b1c2@database:5432/mainstay',
          host: '0.0.0.0',
          port: 3000,
        },
      });
      expect(env_file).toBe('.env');
    }
    expect(replicas).toHaveLength(2);
  });

  test('brings every service back, and waits for what it depends on', () => {
    for (const { restart, depends_on } of Object.values(services)) {
      expect(restart).toBe('unless-stopped');
      for (const [name, { condition }] of Object.entries(depends_on ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(services[name]?.healthcheck).toBeDefined();
      }
    }
  });

  test('opens one port, the proxy\u2019s, and the proxy knows both of them', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);

    expect(open.map(([name, { ports }]) => [name, ports?.length])).toEqual([['proxy', 1]]);
    const upstreams = /reverse_proxy (.+) \{/.exec(caddyfile)?.[1]?.split(' ');
    expect(upstreams).toEqual(replicas.map(([name]) => `${name}:3000`));
  });

  test('asks for health where there is an answer', async () => {
    const site = createSite({
      secrets: ['x'],
      needs: () => true,
      deliver: () => Promise.resolve(),
      ready: () => Promise.resolve({ database: true }),
      log: recordingLog(),
    });
    const asked = [
      ...replicas.map(
        ([, { healthcheck }]) => /127\.0\.0\.1:3000(\/\w+)/.exec(healthcheck?.test.join(' ') ?? '')?.[1],
      ),
      /health_uri (\S+)/.exec(caddyfile)?.[1],
    ];

    expect(asked).toEqual(['/readyz', '/readyz', '/readyz']);
    for (const path of asked) expect((await site.request(path ?? '')).status).toBe(200);
  });

  test('keeps no secret in it, and its volumes are all there', () => {
    const passwords = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY/.test(name)),
    );
    const named = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((one) => one.split(':')[0] ?? '').filter((one) => !one.startsWith('.')),
    );

    for (const [, value] of passwords) expect(value).toMatch(/^\$\{\w+:\?/);
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
  });
});
