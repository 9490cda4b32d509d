import type { App, Enterprise, Installation, Organisation, Person, Team, Token } from './account-state.ts';
import type { ProtectionWrite } from './protection-write.ts';
import type { Happening } from './happening.ts';
import type { Repository } from './repository-state.ts';

export type * from './account-state.ts';

/** The whole of the simulated GitHub. Mutable: everything that happens in it happens here. */
export type State = {
  /** The app under test. */
  readonly app: App;
  readonly now: () => number;
  readonly nextId: () => number;
  /** Called once for everything that GitHub would send a webhook about, after the state has changed. */
  readonly announce: (happening: Happening) => void;
  /** Who is told of each change of a protection that the app makes. */
  readonly writeListeners: Set<(write: ProtectionWrite) => void>;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  readonly people: Map<string, Person>;
  readonly organisations: Map<string, Organisation>;
  /** By slug. */
  readonly enterprises: Map<string, Enterprise>;
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
