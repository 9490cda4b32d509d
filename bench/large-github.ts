// A GitHub in a process of its own with one organisation of many repositories, each with a workflow of its own, all of
// them as the policy says. Told to, somebody loosens some; asked, it says what was requested since it was last asked.
import { startSimulator } from '#simulator';
import { BUILT_IN_CHECKS } from '#kit/builders';

const [appId = '', secret = '', count = ''] = process.argv.slice(2);
const MANY = 1_000_000_000;
const github = await startSimulator({ appId: Number(appId), appSlug: 'mainstay', webhookSecret: secret });
const { world, exchanges } = github;
// Nobody waits for the next hour in a bench; GitHub's own budgets are 5,000 to 15,000.
github.budgets.set('core', { limit: MANY, remaining: MANY });
github.budgets.set('graphql', { limit: MANY, remaining: MANY });
const checks = BUILT_IN_CHECKS.map((context) => ({ context, appId: null }));
world.addOrganisation('acme', { members: { olivia: 'admin' } });
for (let n = 0; n < Number(count); n += 1) {
  const name = `acme/repo-${String(n).padStart(6, '0')}`;
  const files = { '.github/workflows/ci.yml': workflow(n) };
  world.createRepository(name, { by: 'olivia', visibility: 'public', from: { files } });
  const set = { checks: { strict: false, checks }, adminsEnforced: true };
  world.setProtection(name, { pattern: 'main', by: 'olivia', set });
}
const { id: installation } = world.installApp('acme', { by: 'olivia' });
let seen = 0;
process.on('message', (message: { readonly drift?: number }) => {
  if (message.drift !== undefined) loosen(message.drift);
  else process.send?.(sinceLast());
});
process.send?.({ url: github.url, privateKey: github.privateKey, installation });

function workflow(n: number): string {
  const jobs = BUILT_IN_CHECKS.map(
    (job) => `  ${job}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make ${job}\n`,
  );
  return `name: ci of ${n}\non:\n  pull_request:\n  push:\n    branches: [main]\njobs:\n${jobs.join('')}`;
}

function loosen(share: number): void {
  const every = Math.round(1 / share);
  for (let n = 0; n < Number(count); n += every) {
    const name = `acme/repo-${String(n).padStart(6, '0')}`;
    world.setProtection(name, { pattern: 'main', by: 'olivia', set: { adminsEnforced: false } });
  }
}

function sinceLast() {
  const recent = exchanges.slice(seen);
  seen = exchanges.length;
  const byKind: Record<string, number> = {};
  for (const { route, operation } of recent) {
    const kind = route === 'token' ? 'token' : operation;
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  }
  const points = recent.reduce((sum, { responseBody }) => sum + pointsIn(responseBody), 0);
  const times = recent.map(({ at }) => at);
  const loose = [...github.state.repositories.values()].filter(({ rules }) =>
    [...rules.values()].some(({ settings }) => !settings.adminsEnforced),
  ).length;
  const writes = github.count({ since: exchanges.length - recent.length }).writes;
  // What was said is of no use any more, and there is much of it.
  (exchanges as unknown[]).splice(0);
  seen = 0;
  return { byKind, points, writes, loose, first: times[0] ?? 0, last: times.at(-1) ?? 0 };
}

function pointsIn(body: unknown): number {
  const { data } = (body ?? {}) as {
    readonly data?: { readonly rateLimit?: { readonly cost?: number } } | null;
  };
  return data?.rateLimit?.cost ?? 0;
}
