import { z } from 'zod';
import type { Known, OwnRuleset, RepoName, RulesetInForce, RulesetRule, RulesetSource } from '#model';
import { OWN_RULESET } from '#model';
import { bypassOfRest } from './bypass-of.ts';
import { orgProblemOf, problemOf } from './problem-of.ts';
import { readPages } from './read-pages.ts';
import { ownRulesetOf } from './ruleset-body.ts';
import type { Session, Variables } from './session.ts';

const IN_FORCE = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const RULESETS = 'GET /repos/{owner}/{repo}/rulesets';
const RULESET = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
const ORG_RULESETS = 'GET /orgs/{org}/rulesets';
const ORG_RULESET = 'GET /orgs/{org}/rulesets/{ruleset_id}';

const appliedRule = z.looseObject({
  type: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  ruleset_id: z.number(),
  ruleset_source_type: z.string(),
  ruleset_source: z.string(),
});
type AppliedRule = z.infer<typeof appliedRule>;

/**
 * Every active ruleset that applies to a branch, those of an enterprise among them, which GraphQL does not promise.
 * A request for each hundred rules, and one for each ruleset, whose name and bypass the list does not say.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
export async function readRulesInForce(
  session: Session,
  repo: RepoName,
  branch: string,
): Promise<Known<readonly RulesetInForce[]>> {
  const listed = await readPages(session, IN_FORCE, { owner: repo.owner, repo: repo.name, branch });
  if (!listed.known) return listed;
  const parsed = z.array(appliedRule).safeParse(listed.value);
  if (!parsed.success) return incomplete(`The rules of ${branch} were not shown whole.`);
  const value: RulesetInForce[] = [];
  for (const id of new Set(parsed.data.map((rule) => rule.ruleset_id))) {
    const rules = parsed.data.filter((rule) => rule.ruleset_id === id);
    value.push(await inForce(session, repo, { id, rules }));
  }
  return { known: true, value };
}

type Applied = { readonly id: number; readonly rules: readonly AppliedRule[] };

async function inForce(session: Session, repo: RepoName, { id, rules }: Applied): Promise<RulesetInForce> {
  const place = { owner: repo.owner, repo: repo.name, ruleset_id: id, includes_parents: true };
  const answer = await session.read(RULESET, place);
  const parsed = answer.ok ? described.safeParse(answer.data) : null;
  const source = sourceOf(rules);
  const bypass = bypassOfRest({ access: await session.access(), source }, parsed?.data?.bypass_actors);
  return { id, name: parsed?.data?.name ?? `ruleset ${id}`, source, rules: rules.map(ruleOf), bypass };
}

const described = z.object({ name: z.string(), bypass_actors: z.unknown().optional() });
const KINDS: Readonly<Record<string, RulesetSource['kind']>> = {
  Repository: 'repository',
  Organization: 'organisation',
};

/** GitHub's description of the list does not name enterprises, whose word for it is therefore open. */
function sourceOf([rule]: readonly AppliedRule[]): RulesetSource {
  return { kind: KINDS[rule?.ruleset_source_type ?? ''] ?? 'enterprise', name: rule?.ruleset_source ?? '' };
}

const OF_RULESET: readonly string[] = ['ruleset_id', 'ruleset_source_type', 'ruleset_source'];

function ruleOf(applied: AppliedRule): RulesetRule {
  const own = Object.entries(applied).filter(([key]) => !OF_RULESET.includes(key));
  return { type: applied.type, ...Object.fromEntries(own) };
}

const summary = z.object({ id: z.number(), name: z.string() });

/** The repository's own ruleset named `mainstay`: one request where it has none, else two. */
export async function readOwnRuleset(session: Session, repo: RepoName): Promise<Known<OwnRuleset | null>> {
  const place = { owner: repo.owner, repo: repo.name };
  const listed = await readPages(session, RULESETS, { ...place, includes_parents: false });
  return named(listed, (id) => readWhole(session, RULESET, { ...place, ruleset_id: id }));
}

/**
 * The same of an organisation, which only an App that may write it can read.
 * https://docs.github.com/en/rest/orgs/rules#get-all-organization-repository-rulesets
 */
export async function readOrgRuleset(session: Session, org: string): Promise<Known<OwnRuleset | null>> {
  const listed = await readPages(session, ORG_RULESETS, { org });
  const own = await named(listed, (id) => readWhole(session, ORG_RULESET, { org, ruleset_id: id }));
  return own.known ? own : { known: false, why: orgProblemOf(own.why) };
}

type ReadOne = (id: number) => Promise<Known<OwnRuleset>>;

async function named(listed: Known<readonly unknown[]>, read: ReadOne): Promise<Known<OwnRuleset | null>> {
  if (!listed.known) return listed;
  const parsed = z.array(summary).safeParse(listed.value);
  if (!parsed.success) return incomplete('The rulesets were not listed whole.');
  const own = parsed.data.find(({ name }) => name === OWN_RULESET);
  return own ? read(own.id) : { known: true, value: null };
}

async function readWhole(session: Session, route: string, place: Variables): Promise<Known<OwnRuleset>> {
  const answer = await session.read(route, place);
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const value = ownRulesetOf(answer.data);
  return value ? { known: true, value } : incomplete('The ruleset was not shown whole.');
}

function incomplete(detail: string): Known<never> {
  return { known: false, why: { code: 'read_incomplete', detail } };
}
