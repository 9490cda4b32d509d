import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { start, type Running } from '#main';
import { readSettings, type Settings } from '#settings';

const APP_YML = fileURLToPath(new URL('../app.yml', import.meta.url));
const HOME = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-set-up-'));
  process.chdir(folder);
  // No channel on smee.io for a test.
  process.env['NO_SMEE_SETUP'] = 'true';
});
afterAll(() => {
  delete process.env['NO_SMEE_SETUP'];
  process.chdir(HOME);
  rmSync(folder, { recursive: true });
});

function unregistered(): Settings {
  const answer = readSettings({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' }, folder);
  if (!answer.ok) throw new Error('the settings are wrong');
  return answer.settings;
}

type Manifest = {
  readonly hook_attributes: { readonly url: string };
  readonly default_permissions: Record<string, string>;
  readonly default_events: readonly string[];
  readonly public: boolean;
  readonly redirect_url: string;
};

/** What the page's button sends to GitHub. */
async function manifest(url: string, headers: Record<string, string> = {}): Promise<Manifest> {
  const page = await (await fetch(`${url}/probot`, { headers })).text();
  const [, json = ''] = /name="manifest" id="manifest" value='([^']*)'/.exec(page) ?? [];
  return JSON.parse(json) as Manifest;
}

test('without credentials, in a folder without app.yml, the server says what to do', async () => {
  await expect(start(unregistered())).rejects.toThrow('There is no app.yml in this folder');
});

describe('without credentials the set-up page', () => {
  let running: Running;

  beforeAll(async () => {
    copyFileSync(APP_YML, 'app.yml');
    running = await start(unregistered());
  });
  afterAll(() => running.stop());

  test('registers the App with the permissions and events of app.yml', async () => {
    const registered = await manifest(running.url);

    expect(registered.default_permissions).toEqual({
      metadata: 'read',
      administration: 'write',
      contents: 'read',
      checks: 'write',
      issues: 'write',
      pull_requests: 'read',
      merge_queues: 'read',
      members: 'read',
    });
    expect(registered.default_events).toContain('branch_protection_rule');
    expect(registered.public).toBe(false);
  });

  test('names the address at which webhooks are really taken', async () => {
    const forwarded = { 'x-forwarded-host': 'mainstay.example.com', 'x-forwarded-proto': 'https' };

    const direct = await manifest(running.url);
    const behindProxy = await manifest(running.url, forwarded);

    expect(direct.hook_attributes.url).toBe(`${running.url}/api/github/webhooks`);
    expect(behindProxy.hook_attributes.url).toBe('https://mainstay.example.com/api/github/webhooks');
    expect(behindProxy.redirect_url).toBe('https://mainstay.example.com/probot/setup');
  });

  test('is where a newcomer looks first', async () => {
    const answer = await fetch(running.url);

    expect(new URL(answer.url).pathname).toBe('/probot');
    expect(answer.status).toBe(200);
  });

  test('writes the key into a file that nobody else on the machine can read', async () => {
    const body = JSON.stringify({ appId: '4711', pem: 'line one\nline two', webhook_secret: 'word' });

    await fetch(`${running.url}/probot/import`, { method: 'POST', body });

    expect(readFileSync('.env', 'utf8')).toContain('APP_ID=4711\nPRIVATE_KEY="line one\\nline two"');
    expect(statSync('.env').mode & 0o777).toBe(0o600);
  });
});

test('app.yml asks only for events that its permissions let the App hear', () => {
  const app = parse(readFileSync(APP_YML, 'utf8')) as Manifest;
  const needs: Record<string, string> = {
    repository: 'metadata',
    push: 'contents',
    create: 'contents',
    branch_protection_rule: 'administration',
    branch_protection_configuration: 'administration',
    repository_ruleset: 'administration',
    issue_comment: 'issues',
    check_run: 'checks',
    check_suite: 'checks',
    pull_request: 'pull_requests',
    pull_request_review: 'pull_requests',
    merge_group: 'merge_queues',
  };

  for (const event of app.default_events)
    expect(app.default_permissions).toHaveProperty([needs[event] ?? event]);
});
