import { Refusal, notFound } from '../server/refusal.ts';
import { fullNameOf } from '../world/lookup.ts';
import type { Ruleset } from '../world/ruleset-state.ts';
import { rulesetsOver } from '../world/rules-in-force.ts';
import { rulesetPlace } from '../world/rulesets.ts';
import { inOrganisation, type OrganisationCall } from './in-organisation.ts';
import { withRulesets, type RepositoryCall } from './in-repository.ts';
import type { Answer, Call, Route } from './route.ts';
import { RULESET_KEYS } from './ruleset-body.ts';
import { deleteRuleset, listRulesets, postRuleset, putRuleset, rulesetAnswer } from './ruleset-answers.ts';

const OF_REPOSITORY = '/repos/{owner}/{repo}/rulesets';
const OF_ORGANISATION = '/orgs/{org}/rulesets';
const ACCEPTS = { accepts: RULESET_KEYS };
const ONE = '/{ruleset_id}';
const NEED = { permission: 'organization_administration', level: 'write' } as const;

/** Rulesets of repositories and of organisations. */
export const rulesetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: OF_REPOSITORY,
    answer: withRulesets('read', (call) => listRulesets(call, shown(call))),
  },
  {
    method: 'GET',
    path: OF_REPOSITORY + ONE,
    answer: withRulesets('read', (call) => rulesetAnswer(call, shown(call))),
  },
  { method: 'POST', path: OF_REPOSITORY, ...ACCEPTS, answer: ofRepository(postRuleset) },
  { method: 'PUT', path: OF_REPOSITORY + ONE, ...ACCEPTS, answer: ofRepository(putRuleset) },
  { method: 'DELETE', path: OF_REPOSITORY + ONE, answer: ofRepository(deleteRuleset) },
  { method: 'GET', path: OF_ORGANISATION, answer: reading((call) => listRulesets(call, ownOf(call))) },
  { method: 'GET', path: OF_ORGANISATION + ONE, answer: reading((call) => rulesetAnswer(call, ownOf(call))) },
  { method: 'POST', path: OF_ORGANISATION, ...ACCEPTS, answer: writing(postRuleset) },
  { method: 'PUT', path: OF_ORGANISATION + ONE, ...ACCEPTS, answer: writing(putRuleset) },
  { method: 'DELETE', path: OF_ORGANISATION + ONE, answer: writing(deleteRuleset) },
];

/** Those above the repository count as well, unless the caller says no to them. */
function shown({ state, repository, query }: RepositoryCall): readonly Ruleset[] {
  if (query.get('includes_parents') === 'false') return [...repository.rulesets.values()];
  return rulesetsOver(state, repository);
}

function ownOf({ organisation }: OrganisationCall): readonly Ruleset[] {
  return [...organisation.rulesets.values()];
}

type InPlace = typeof postRuleset;

function ofRepository(answer: InPlace): (call: Call) => Answer {
  return withRulesets('write', (call) => answer(call, rulesetPlace(call.state, fullNameOf(call.repository))));
}

/** Even to read an organisation's own rulesets one must be allowed to write them. */
function reading(answer: (call: OrganisationCall) => Answer): (call: Call) => Answer {
  return inOrganisation(NEED, (call) => {
    if (call.organisation.plan === 'free') {
      throw new Refusal(403, 'Upgrade to GitHub Team to enable this feature.');
    }
    return answer(call);
  });
}

/** As for a repository's rulesets, whoever may not write finds nothing there. */
function writing(answer: InPlace): (call: Call) => Answer {
  const allowed = reading((call) => answer(call, rulesetPlace(call.state, call.organisation.login)));
  return (call) => {
    try {
      return allowed(call);
    } catch (error) {
      const forbidden =
        error instanceof Refusal && error.message === 'Resource not accessible by integration';
      throw forbidden ? notFound() : error;
    }
  };
}
