import type {
  Cause,
  OrgMemory,
  PolicyWeight,
  Problem,
  RepoName,
  SweepCount,
  SweepUnderWay,
  Wake,
} from '#model';
import type { OrgRepository } from '#plan';
import type { PolicyFile } from '#policy';
import { heavier } from './admit-policy.ts';
import type { Doors, Installation } from './doors.ts';
import type { OrganisationPolicy } from './policies.ts';
import {
  surveyPages,
  type HomeReading,
  type Standing,
  type Surveyed,
  type SurveyedPage,
} from './survey-org.ts';

export type Walk = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly org: string;
  readonly installation: number;
  readonly causes: readonly Cause[];
  readonly home: HomeReading;
  readonly memory: OrgMemory;
  readonly inForce: OrganisationPolicy;
  /** A changed policy, to be weighed: then nothing is woken, as nobody knows yet what counts. */
  readonly changed: PolicyFile | null;
};

/** How repositories stand under one policy: those that need a run, and those of the organisation's ruleset. */
export type Side = {
  readonly needy: RepoName[];
  /** Those of them that go by the organisation's ruleset: it may be all they need, so it is brought up to date first. */
  readonly afterRuleset: RepoName[];
  writes: number;
  readonly members: OrgRepository[];
  /** How many leave the organisation's ruleset and are not protected by other means yet. */
  leaving: number;
};

export type Walked = {
  readonly sweep: SweepUnderWay;
  readonly weight: PolicyWeight;
  readonly conflicts: readonly Problem[];
  /** `needy` is empty where they were woken already. */
  readonly now: Side;
  readonly then: Side;
  readonly unread: readonly RepoName[];
  /** The names of all repositories that were seen. */
  readonly all: readonly string[];
  /** It began in the middle, or saw more than is kept: `now`, `then` and `all` do not tell of all repositories. */
  readonly isPartial: boolean;
};

/** What is kept of a sweep that was broken off is worth going on with for so long. */
const FRESH_MS = 6 * 3_600_000;
/** Needy repositories that are kept until it is known which policy counts; where there are more, all are read again. */
const MOST_KEPT = 500;
/** Of contradictions, as many as anybody reads. */
const MOST_CONFLICTS = 20;

/**
 * Reads and plans all repositories page by page. After each page what needs a run is woken (unless a policy is being
 * weighed) and then it is kept how far it came: a run that dies reads one page twice. Null: the organisation's policy
 * changed meanwhile.
 */
export async function walkOrganisation(walk: Walk): Promise<Walked | null> {
  const begun = await whereItWas(walk);
  const basket = createBasket(walk, begun);
  for await (const page of surveyPages(surveyJob(walk, begun))) {
    if (hasMoved(walk, page)) return null;
    take(basket, page.found);
    basket.sweep = { ...basket.sweep, ...countAfter(basket, page), from: page.next, of: page.total };
    if (walk.changed === null) await wakeNeedy(walk, basket);
    await keepPlace(walk, basket.sweep);
    walk.doors.swept(toldOf(walk, basket.sweep, false));
  }
  const { sweep, now, then, unread, all } = basket;
  const weight = sweep.weighed ?? { touches: 0, weakens: 0 };
  return { sweep, weight, conflicts: sweep.conflicts, now, then, unread, all, isPartial: basket.isPartial };
}

export function toldOf({ org, memory }: Walk, sweep: SweepUnderWay, ended: boolean) {
  return { org, first: memory.governedSince === null, ended, sweep };
}

function surveyJob({ doors, github, org, home, inForce, changed }: Walk, { from }: SweepUnderWay) {
  return { doors, reader: github.reader, org, home, inForce, changed, from };
}

/** Where an earlier run of the same sweep left it, or the beginning. */
async function whereItWas(walk: Walk): Promise<SweepUnderWay> {
  const { doors, org, changed } = walk;
  const now = doors.now();
  const mark = markOf(walk);
  const { underWay } = await doors.memory.sweep(org);
  const isFresh = underWay !== null && now.getTime() - Date.parse(underWay.since) < FRESH_MS;
  if (isFresh && underWay.mark === mark && underWay.from !== null) return underWay;
  const weighed = changed === null ? null : { touches: 0, weakens: 0 };
  return { ...NOTHING, since: now.toISOString(), mark, from: null, of: 0, weighed, conflicts: [] };
}

const NOTHING: SweepCount = { done: 0, needy: 0, writes: 0, unread: 0, requests: 0, points: 0 };

/** Other causes may have come with other permissions or other policies: what was seen before them does not count. */
function markOf({ home, inForce, changed, causes }: Walk): string {
  const { organisationPolicy: policy } = home;
  const text = policy.known ? (policy.value?.oid ?? 'none') : 'unknown';
  const weighed = changed === null ? '' : (inForce.candidate?.text.oid ?? '');
  const deliveries = [...new Set(causes.map(({ delivery }) => delivery))].sort();
  return [text, weighed, ...deliveries].join(' ');
}

function hasMoved({ home }: Walk, { organisationPolicy: now }: SurveyedPage): boolean {
  const { organisationPolicy: then } = home;
  if (!now.known || !then.known) return false;
  return now.value?.oid !== then.value?.oid;
}

type Basket = {
  sweep: SweepUnderWay;
  isPartial: boolean;
  readonly isWeighing: boolean;
  now: Side;
  then: Side;
  unread: RepoName[];
  /** Members that ask for the same share one object. */
  readonly alike: Map<string, OrgRepository>;
  readonly all: string[];
};

function createBasket({ changed }: Walk, sweep: SweepUnderWay): Basket {
  return {
    sweep,
    isPartial: sweep.from !== null,
    isWeighing: changed !== null,
    now: { needy: [], afterRuleset: [], writes: 0, members: [], leaving: 0 },
    then: { needy: [], afterRuleset: [], writes: 0, members: [], leaving: 0 },
    unread: [],
    alike: new Map(),
    all: [],
  };
}

function take(basket: Basket, found: readonly Surveyed[]): void {
  for (const one of found) {
    basket.all.push(one.repo.name);
    if (one.kind === 'unread') basket.unread.push(one.repo);
    else takeRead(basket, one);
  }
  const kept = basket.now.needy.length + basket.then.needy.length + basket.unread.length;
  if (!basket.isWeighing || kept <= MOST_KEPT) return;
  basket.isPartial = true;
  basket.now = { ...basket.now, needy: [] };
  basket.then = { ...basket.then, needy: [] };
  basket.unread = [];
}

function takeRead(basket: Basket, { repo, now, then }: Extract<Surveyed, { readonly kind: 'read' }>): void {
  const { owner, name } = repo;
  stand(basket, basket.now, { repo: { owner, name }, standing: now });
  if (then === null) return;
  stand(basket, basket.then, { repo: { owner, name }, standing: then });
  const { sweep } = basket;
  const weighed = heavier(sweep.weighed ?? { touches: 0, weakens: 0 }, then.effect);
  const conflicts = then.conflict ? [...sweep.conflicts, then.conflict] : sweep.conflicts;
  basket.sweep = { ...sweep, weighed, conflicts: conflicts.slice(0, MOST_CONFLICTS) };
}

type Stood = { readonly repo: RepoName; readonly standing: Standing };

function stand(basket: Basket, side: Side, { repo, standing }: Stood): void {
  if (standing.needsRun) (standing.member === null ? side.needy : side.afterRuleset).push(repo);
  if (standing.writes) side.writes += 1;
  if (standing.isLeaving) side.leaving += 1;
  if (standing.member === null) return;
  const { wanted, requirements, branches } = standing.member;
  const key = JSON.stringify([wanted, requirements, branches]);
  const same = basket.alike.get(key) ?? standing.member;
  basket.alike.set(key, same);
  side.members.push({ ...same, repo });
}

function countAfter({ sweep, now, unread, isWeighing }: Basket, { found, cost }: SurveyedPage): SweepCount {
  const news = isWeighing ? NOTHING : { needy: now.needy.length, writes: now.writes, unread: unread.length };
  return {
    done: sweep.done + found.length,
    needy: sweep.needy + news.needy,
    writes: sweep.writes + news.writes,
    unread: sweep.unread + news.unread,
    requests: sweep.requests + cost.requests,
    points: sweep.points + cost.points,
  };
}

/** One page's share, under an id of its own: a run that dies after this wakes them no second time. */
async function wakeNeedy(walk: Walk, basket: Basket): Promise<void> {
  const repos = [...basket.unread, ...basket.now.needy];
  const { since, from } = basket.sweep;
  const wakes = repos.map((repo) => sweepWake(walk, repo));
  if (wakes.length > 0) await walk.doors.wake(`sweep:${walk.org}:${since}:${from ?? 'end'}`, wakes);
  basket.now = { ...basket.now, needy: [], writes: 0 };
  basket.unread = [];
}

export function sweepWake(
  { installation, causes }: Pick<Walk, 'installation' | 'causes'>,
  repo: RepoName,
): Wake {
  const delivery = causes[0]?.delivery ?? 'sweep';
  const { owner, name } = repo;
  return {
    key: { kind: 'repo', repo: { owner, name } },
    installation,
    cause: { delivery, event: 'sweep', actor: null },
    priority: 'sweep',
  };
}

async function keepPlace({ doors, org, installation }: Walk, underWay: SweepUnderWay): Promise<void> {
  await doors.memory.changeSweep(org, (before) => ({ ...before, installation, underWay, trouble: null }));
}
