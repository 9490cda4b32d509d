import type { Happening } from './happening.ts';
import type { Repository } from './repository-state.ts';
import type { Ruleset } from './protection-state.ts';

export type Level = 'read' | 'write' | 'admin';

/** Permission name as in an app's manifest → level; absent = not granted. */
export type Permissions = Readonly<Record<string, Level>>;

export type Person = {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly type: 'User' | 'Bot';
  readonly name: string | null;
};

export type Organisation = {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly type: 'Organization';
  plan: 'free' | 'team' | 'enterprise';
  readonly members: Map<string, 'admin' | 'member'>;
  readonly rulesets: Map<number, Ruleset>;
};

export type Team = {
  readonly id: number;
  readonly nodeId: string;
  readonly organisation: string;
  readonly slug: string;
  readonly name: string;
  readonly members: Set<string>;
};

export type App = {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
  readonly createdAt: string;
  /** What it asks for; what an organisation granted is on the installation. */
  readonly permissions: Permissions;
  readonly events: readonly string[];
};

export type Installation = {
  readonly id: number;
  readonly appId: number;
  readonly account: string;
  readonly createdAt: string;
  selection: 'all' | 'selected';
  /** Repository ids; only read when `selection` is `selected`. */
  readonly selected: Set<number>;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: string | null;
  suspendedBy: string | null;
  updatedAt: string;
};

export type Token = {
  readonly token: string;
  readonly installationId: number;
  readonly expiresAt: number;
  /** The installation's permissions, or fewer when the token was asked for with fewer. */
  readonly permissions: Permissions | null;
  readonly repositoryIds: ReadonlySet<number> | null;
};

/** The whole of the simulated GitHub. Mutable: everything that happens in it happens here. */
export type State = {
  /** The app under test. */
  readonly app: App;
  readonly now: () => number;
  readonly nextId: () => number;
  /** Called once for everything that GitHub would send a webhook about, after the state has changed. */
  readonly announce: (happening: Happening) => void;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  readonly people: Map<string, Person>;
  readonly organisations: Map<string, Organisation>;
  /** Keyed `organisation/slug`. */
  readonly teams: Map<string, Team>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly repositories: Map<number, Repository>;
  /** `owner/name` in lower case → repository id. */
  readonly names: Map<string, number>;
  /** The same for names before a rename or transfer; they redirect. */
  readonly formerNames: Map<string, number>;
};
