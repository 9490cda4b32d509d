import type { Installation, Organisation, Person } from './account-state.ts';
import type { Repository } from './repository-state.ts';

/** Something that GitHub tells apps about. `body` is what this event adds to the fields common to all. */
export type Happening = {
  /** As in `X-GitHub-Event`. */
  readonly event: string;
  readonly action?: string;
  readonly by: Person;
  readonly repository?: Repository;
  readonly organisation?: Organisation;
  /** Set for events about an installation itself, which need no subscription. */
  readonly installation?: Installation;
  /** Only this app is told (its own check runs and suites). */
  readonly onlyApp?: number;
  readonly body: Readonly<Record<string, unknown>>;
};
