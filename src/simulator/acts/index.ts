import { addApp, addEnterprise, addOrganisation, addPerson, addTeam } from '../world/create-state.ts';
import type { State } from '../world/state.ts';
import * as branches from './branches.ts';
import * as descriptions from './descriptions.ts';
import * as members from './members.ts';
import * as reviews from './reviews.ts';
import * as checks from './checks.ts';
import * as installations from './installations.ts';
import * as issues from './issues.ts';
import * as pulls from './pulls.ts';
import * as protections from './protections.ts';
import * as repositories from './repositories.ts';
import * as rulesets from './rulesets.ts';

const ACTS = {
  addApp,
  addEnterprise,
  addOrganisation,
  addPerson,
  addTeam,
  ...branches,
  ...descriptions,
  ...members,
  ...reviews,
  ...checks,
  ...installations,
  ...issues,
  ...pulls,
  ...protections,
  ...repositories,
  ...rulesets,
};

type Act = (state: State, ...rest: never[]) => unknown;
type Bound<Act> = Act extends (state: State, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** What people do to the world, each with the webhooks GitHub would send. Names that do not exist throw. */
export type Acts = { readonly [Name in keyof typeof ACTS]: Bound<(typeof ACTS)[Name]> };

export function bindActs(state: State): Acts {
  const bound = Object.entries(ACTS).map(([name, act]) => [
    name,
    (...rest: never[]) => (act as Act)(state, ...rest),
  ]);
  return Object.fromEntries(bound) as Acts;
}
