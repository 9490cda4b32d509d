import type { EffectiveProtection, ProtectionWrite, Simulator } from '#simulator';
import { contextsAsked, type Repository } from '#kit/asked';
import { strengthOf, type Strength } from '#kit/strength';
import type { Deed } from '#kit/people';

/** Looks at each write of Mainstay, and counts them beside what people did. */
export interface Watchdog {
  /** Somebody did something, after which these repositories were not as the policy says. */
  drifted(repositories: readonly Repository[]): void;
  /** Writes that left less than there was, in words. */
  readonly weakened: readonly string[];
  /** Repositories that were changed more often than they drifted, or asked to change so beyond what chaos explains. */
  tooOften(): readonly string[];
  stop(): void;
}

type Seen = {
  readonly repository: Repository;
  /** As Mainstay last read it. */
  read: EffectiveProtection | null;
  /** What Mainstay made stricter: that it may take back. */
  readonly own: Set<string>;
  drifts: number;
  changes: number;
  requests: number;
};

const NONE: Strength = new Map();

/** @param step the step of the policy that people last asked for */
export function setWatchdog(github: Simulator, step: () => number): Watchdog {
  const seen = new Map<number, Seen>();
  const weakened: string[] = [];
  function of(repository: Repository): Seen {
    const found = seen.get(repository.id) ?? blank(repository);
    seen.set(repository.id, found);
    return found;
  }
  const stops = [
    github.onExchange((exchange) => {
      const repository = repositoryOf(github, exchange);
      if (repository === undefined) return;
      const one = of(repository);
      if (exchange.operation === 'Repository' && exchange.status === 200) {
        one.read = github.protectionOf(`${repository.owner}/${repository.name}`);
      }
      if (isWrite(exchange)) one.requests += 1;
    }),
    github.watchWrites((write) => {
      const one = of(github.world.repository(write.repository));
      one.changes += 1;
      weakened.push(...weakenedBy(write, one, contextsAsked(one.repository, step())));
      remember(write, one);
    }),
  ];
  return {
    weakened,
    drifted: (repositories) => repositories.forEach((one) => void (of(one).drifts += 1)),
    tooOften: () => [...seen.values()].flatMap((one) => excess(one, troublesOf(github, one.repository))),
    stop: () => stops.forEach((stop) => stop()),
  };
}

function blank(repository: Repository): Seen {
  return { repository, read: null, own: new Set(), drifts: 0, changes: 0, requests: 0 };
}

/** Whose protection may have changed by a deed: of all repositories by the organisation's policy. */
export function touchedBy(github: Simulator, { to }: Deed): readonly Repository[] {
  return to === 'all' ? [...github.state.repositories.values()] : [to];
}

function excess({ repository, drifts, changes, requests }: Seen, troubles: number): readonly string[] {
  if (changes <= drifts && requests <= drifts + troubles) return [];
  const did = `${changes} changes by ${requests} requests`;
  return [`${repository.name}: ${did} for ${drifts} drifts and ${troubles} troubles`];
}

function troublesOf(github: Simulator, repository: Repository): number {
  return github.troubles.filter((trouble) => repositoryOf(github, trouble) === repository).length;
}

/**
 * Weaker than it was, and weaker than Mainstay knew it: GitHub has no conditional write, so that what a person sets
 * between Mainstay's read and its write is overwritten, and nobody can help that.
 */
function weakenedBy(
  { repository, before, after }: ProtectionWrite,
  { read, own }: Seen,
  asked: readonly string[],
): readonly string[] {
  return Object.entries(before).flatMap(([branch, held]) => {
    const [was, is] = [strengthOf(held), strengthIn(after, branch)];
    const known = read === null ? was : strengthIn(read, branch);
    return [...was]
      .filter(([name, value]) => {
        const now = is.get(name) ?? 0;
        return now < value && now < (known.get(name) ?? 0) && !mayGo(name, own, asked);
      })
      .map(([name, value]) => `${repository}, ${branch}: ${name} from ${value} to ${is.get(name) ?? 0}`);
  });
}

/** A context that Mainstay made required, and that no check reports under any more. */
function mayGo(name: string, own: ReadonlySet<string>, asked: readonly string[]): boolean {
  const context = name.replace(/^(?:check|source of) /, '');
  return context !== name && own.has(`check ${context}`) && !asked.includes(context);
}

function remember({ before, after }: ProtectionWrite, { own }: Seen): void {
  for (const branch of Object.keys(after)) {
    const was = strengthIn(before, branch);
    for (const [name] of strengthIn(after, branch)) if (!was.has(name)) own.add(name);
  }
}

function strengthIn(protection: EffectiveProtection, branch: string): Strength {
  const held = protection[branch];
  return held === undefined ? NONE : strengthOf(held);
}

type Asked = Pick<Simulator['exchanges'][number], 'path' | 'requestBody'>;
type Variables = {
  readonly owner?: string;
  readonly name?: string;
  readonly input?: { readonly repositoryId?: string; readonly branchProtectionRuleId?: string };
};

/** The one repository that a request is about. */
function repositoryOf(github: Simulator, { path, requestBody }: Asked): Repository | undefined {
  const { variables = {} } = (requestBody ?? {}) as { readonly variables?: Variables };
  const [, inPath] = /^\/repos\/([^/]+\/[^/]+)/.exec(path) ?? [];
  const fullName = inPath ?? [variables.owner, variables.name].join('/');
  const { names, formerNames, repositories } = github.state;
  const id = names.get(fullName.toLowerCase()) ?? formerNames.get(fullName.toLowerCase());
  if (id !== undefined) return repositories.get(id);
  const { repositoryId, branchProtectionRuleId: ruleId } = variables.input ?? {};
  return [...repositories.values()].find(
    ({ nodeId, rules }) =>
      nodeId === repositoryId || [...rules.values()].some((rule) => rule.nodeId === ruleId),
  );
}

const REPORT = /\/(?:check-runs|issues|comments|reactions)(?:\/|$)/;

/** A change of settings that GitHub made, whether it said so or not. */
function isWrite({ wrote, route, operation, responseBody }: Simulator['exchanges'][number]): boolean {
  if (!wrote || (route !== 'graphql' && REPORT.test(operation))) return false;
  return !(route === 'graphql' && (responseBody as { readonly errors?: unknown } | undefined)?.errors);
}
