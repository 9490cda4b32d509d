import { checkExchange, type Violation } from './contract.ts';
import { askingAsApp, askingAsInstallation, type Ask } from './contract-client.ts';
import { startSimulator, type Simulator } from '#simulator';

type Exchange = Simulator['exchanges'][number];

/** A simulated GitHub with a small organisation, and the app asking as itself and as its installation. */
export type ContractWorld = {
  readonly github: Simulator;
  readonly app: Ask;
  readonly ask: Ask;
  installationId(account?: string): number;
  /** The commit that `main` of `acme/api` points at. */
  head(): string;
  /** What the exchanges since the last call have against GitHub's description. */
  newViolations(): readonly Violation[];
};

const FILES = { 'README.md': '# api\n', '.github/workflows/ci.yml': 'on: push\n' };
const PERMISSIONS = {
  metadata: 'read',
  administration: 'write',
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  organization_administration: 'write',
  pull_requests: 'read',
  statuses: 'read',
} as const;

export async function openContractWorld(): Promise<ContractWorld> {
  const github = await startSimulator({
    appId: 4711,
    appSlug: 'mainstay',
    webhookSecret: 's',
    permissions: PERMISSIONS,
  });
  const { world } = github;
  world.addOrganisation('acme', { members: { ada: 'admin', bob: 'member' } });
  world.addTeam('acme/core', ['bob']);
  world.createRepository('acme/api', { by: 'ada', from: { files: FILES } });
  world.createRepository('acme/empty', { by: 'ada', from: 'empty' });
  world.setRole('acme/api', { who: 'team:core', role: 'maintain' });
  const { id } = world.installApp('acme', { by: 'ada' });
  const asked = { app: askingAsApp(github), ask: await askingAsInstallation(github, id) };
  let seen = 0;

  function newViolations(): readonly Violation[] {
    const exchanges = github.exchanges.slice(seen);
    seen = github.exchanges.length;
    return exchanges.flatMap(violationsOf);
  }

  return {
    github,
    ...asked,
    newViolations,
    installationId: (account = 'acme') => installationOf(github, account),
    head: () => world.repository('acme/api').branches.get('main') ?? '',
  };
}

/** What both sides of an exchange have against the description. */
export function checked({
  method,
  path,
  query,
  status,
  requestBody,
  responseBody,
}: Exchange): readonly Violation[] {
  const search = new URLSearchParams(query).toString();
  return checkExchange({ method, path: `${path}?${search}`, status, requestBody, responseBody });
}

/** What a client sends wrongly on purpose, and is refused for, is no fault of the simulated GitHub. */
function violationsOf(exchange: Exchange): readonly Violation[] {
  const refused = exchange.status === 400 || exchange.status === 422;
  return checked(exchange).filter(({ side }) => side === 'response' || !refused);
}

function installationOf({ state }: Simulator, account: string): number {
  const found = [...state.installations.values()].find((one) => one.account === account);
  if (found === undefined) throw new Error(`nobody installed the app on ${account}`);
  return found.id;
}
