import { notFound, Refusal } from '../server/refusal.ts';
import { mayIn, type Need } from '../world/caller.ts';
import type { Organisation } from '../world/state.ts';
import type { Answer, Call } from './route.ts';

export type OrganisationCall = Call & { readonly organisation: Organisation };

/** A route under `/orgs/{org}`, for the organisation's own installation only. */
export function inOrganisation(
  need: Need,
  answer: (call: OrganisationCall) => Answer,
): (call: Call) => Answer {
  return (call) => {
    const { org = '' } = call.params;
    const organisation = call.state.organisations.get(org);
    if (call.caller.kind !== 'installation' || organisation === undefined) throw notFound();
    const headers = { 'x-accepted-github-permissions': `${need.permission}=${need.level}` };
    if (!mayIn(call.caller, org, need)) {
      throw new Refusal(403, 'Resource not accessible by integration', { headers });
    }
    const answered = answer({ ...call, organisation });
    return { ...answered, headers: { ...headers, ...answered.headers } };
  };
}
