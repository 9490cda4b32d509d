import type { ProtectionSettings, Simulator } from '#simulator';
import { BUILT_IN_CHECKS } from '#kit/builders';

/** Something a person did that Mainstay must answer, and how to see in the world that it has. */
export type Deed = { readonly delivery: string; readonly what: string; readonly isAnswered: () => boolean };

const PROTECTED: Partial<ProtectionSettings> = {
  checks: { strict: false, checks: BUILT_IN_CHECKS.map((context) => ({ context, appId: null })) },
  adminsEnforced: true,
};

const DRIFTS: readonly Partial<ProtectionSettings>[] = [
  { adminsEnforced: false },
  { checks: null },
  { forcePushes: true, deletions: true },
];

/** Repositories to loosen, to push to and to comment in, all of them as the policy says. */
export function createOrganisation({ world }: Simulator): void {
  world.addOrganisation('acme', { members: { olivia: 'admin', oscar: 'admin' } });
  const names = [...named('loose', 40), ...named('pushed', 40), ...named('talk', 4)];
  for (const name of names) {
    world.createRepository(name, { by: 'olivia', visibility: 'public' });
    world.setProtection(name, { pattern: 'main', by: 'olivia', set: PROTECTED });
  }
  world.installApp('acme', { by: 'olivia' });
}

function named(stem: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `acme/${stem}-${index}`);
}

/** More than half loosen a protection, three times each repository; of the others only the event itself tells. */
export function doTwoHundredDeeds(github: Simulator): readonly Deed[] {
  return [
    ...DRIFTS.flatMap((drift) => named('loose', 40).map((name) => loosen(github, name, drift))),
    ...named('pushed', 40).map((name) => push(github, name)),
    ...Array.from({ length: 40 }, (_, index) => comment(github, `acme/talk-${index % 4}`, index)),
  ];
}

function loosen(github: Simulator, name: string, drift: Partial<ProtectionSettings>): Deed {
  const delivery = deliveryOf(github, () => {
    github.world.setProtection(name, { pattern: 'main', by: 'oscar', set: drift });
  });
  return { delivery, what: `${name} was loosened`, isAnswered: () => isProtected(github, name) };
}

function isProtected(github: Simulator, name: string): boolean {
  const [rule] = github.world.repository(name).rules.values();
  const required = rule?.settings.checks?.checks.map(({ context }) => context) ?? [];
  const { adminsEnforced, forcePushes, deletions } = rule!.settings;
  return (
    adminsEnforced && !forcePushes && !deletions && BUILT_IN_CHECKS.every((one) => required.includes(one))
  );
}

function push(github: Simulator, name: string): Deed {
  let head = '';
  const delivery = deliveryOf(github, () => {
    head = github.world.push(name, { by: 'oscar', files: { 'code.txt': name } });
  });
  const { checkRuns } = github.world.repository(name);
  return {
    delivery,
    what: `${name} was pushed to`,
    isAnswered: () => [...checkRuns.values()].some((run) => run.headSha === head),
  };
}

function comment(github: Simulator, name: string, index: number): Deed {
  const { world } = github;
  const issue = world.openIssue(name, { title: 'Is it protected?', by: 'oscar' });
  // Twenty each, as many as one person may give in an hour: one that is tried again must not count again.
  const by = index % 2 === 0 ? 'olivia' : 'oscar';
  const delivery = deliveryOf(github, () => {
    world.comment(name, { number: issue.number, by, body: '/mainstay sync' });
  });
  return {
    delivery,
    what: `${name}#${issue.number} was commented on`,
    isAnswered: () => issue.comments.some(({ author }) => author === 'mainstay[bot]'),
  };
}

/** The guid of the first webhook that `act` leads to; a push is also told as a new suite of checks. */
function deliveryOf(github: Simulator, act: () => void): string {
  const before = github.deliveries.length;
  act();
  const delivery = github.deliveries[before];
  if (delivery === undefined) throw new Error('A webhook was to be sent');
  return delivery.guid;
}
