import { notFound, Refusal } from '../server/refusal.ts';
import { may, maySee, planOffersProtection, type Need } from '../world/caller.ts';
import { findFormerRepository, findRepository } from '../world/lookup.ts';
import type { Repository } from '../world/repository-state.ts';
import { apiUrl } from '../shapes/account.ts';
import type { Answer, Call } from './route.ts';

export type RepositoryCall = Call & { readonly repository: Repository };

const UPGRADE = 'Upgrade to GitHub Pro or make this repository public to enable this feature.';

/**
 * A route under `/repos/{owner}/{repo}`: follows old names, hides what the caller may not see, and refuses what
 * it may not do, in the order and the words GitHub does.
 */
export function inRepository(need: Need, answer: (call: RepositoryCall) => Answer): (call: Call) => Answer {
  return (call) => {
    if (call.caller.kind !== 'installation') throw new Refusal(401, 'Requires authentication');
    const { owner = '', repo = '' } = call.params;
    const repository = findRepository(call.state, `${owner}/${repo}`);
    if (repository === undefined) return redirected(call, `${owner}/${repo}`);
    if (!maySee(call.caller, repository)) throw notFound();
    if (repository.disabled) throw new Refusal(403, 'Repository access blocked');
    const headers = { 'x-accepted-github-permissions': `${need.permission}=${need.level}` };
    if (!may(call.caller, repository, need)) {
      throw new Refusal(403, 'Resource not accessible by integration', { headers });
    }
    if (call.method !== 'GET' && repository.archived) {
      throw new Refusal(403, 'Repository was archived so is read-only.', { headers });
    }
    const answered = answer({ ...call, repository });
    return { ...answered, headers: { ...headers, ...answered.headers } };
  };
}

/** A route about branch protection, which not every plan offers. */
export function withProtection(
  level: 'read' | 'write',
  answer: (call: RepositoryCall) => Answer,
): (call: Call) => Answer {
  return inRepository({ permission: 'administration', level }, (call) => {
    if (!planOffersProtection(call.state, call.repository)) throw new Refusal(403, UPGRADE);
    return answer(call);
  });
}

/**
 * A route about rulesets. Everybody who sees the repository may read them; whoever may not write them is told that
 * there is no such thing: https://github.com/HomericIntelligence/Mnemosyne/issues/3197
 */
export function withRulesets(
  level: 'read' | 'write',
  answer: (call: RepositoryCall) => Answer,
): (call: Call) => Answer {
  return inRepository({ permission: 'metadata', level: 'read' }, (call) => {
    const headers = level === 'write' ? { 'x-accepted-github-permissions': 'administration=write' } : {};
    if (level === 'write' && !may(call.caller, call.repository, { permission: 'administration', level })) {
      throw new Refusal(404, 'Not Found', { headers });
    }
    if (!planOffersProtection(call.state, call.repository)) throw new Refusal(403, UPGRADE, { headers });
    const answered = answer(call);
    return { ...answered, headers: { ...headers, ...answered.headers } };
  });
}

/** Old names lead on by the repository's id, which never changes. */
function redirected(call: Call, fullName: string): Answer {
  const repository = findFormerRepository(call.state, fullName);
  if (repository === undefined || !maySee(call.caller, repository)) throw notFound();
  const rest = call.path.replace(/^\/repos\/[^/]+\/[^/]+/, '');
  const query = call.query.size === 0 ? '' : `?${call.query.toString()}`;
  const url = `${apiUrl(call.state)}/repositories/${repository.id}${rest}${query}`;
  const status = call.method === 'GET' ? 301 : 307;
  const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  const body = {
    message,
    url,
    documentation_url:
      'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects',
  };
  return { status, body, headers: { location: url } };
}
