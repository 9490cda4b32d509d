import type { Ruleset } from './ruleset-state.ts';

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

/** What stands over organisations; its rulesets hold for all of them. */
export type Enterprise = {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  /** Logins. */
  readonly organisations: Set<string>;
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
