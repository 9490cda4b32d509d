import type { Writer } from '#apply';
import type {
  GoodPolicy,
  LedgerEntry,
  OrgMemory,
  PullMemory,
  RepoMemory,
  RepoName,
  SweepMemory,
  SweepUnderWay,
  Wake,
} from '#model';
import type { Reader } from '#observe';
import type { Publisher } from '#report';

/** GitHub, for one installation: what reads cannot write. */
export type Installation = {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly publisher: Publisher;
  /** Takes the turn of one write before it, so that what is read after that is written at once. */
  readonly writeTurn: () => Promise<WriteTurn>;
};

/** The turn of one write; good for some seconds. */
export type WriteTurn = {
  /** How long it had to be waited for: what was read before is as old. */
  readonly waitedMs: number;
  /** Its first write uses the turn. */
  readonly writer: Writer;
  /** There is nothing to write after all. */
  giveBack(): void;
};

/** What is remembered between runs. Repositories by their id, policies by where they lie. */
export interface Memory {
  repository(id: number): Promise<RepoMemory>;
  keepRepository(id: number, memory: RepoMemory): Promise<void>;
  /** Pull requests that something is remembered of, by number; apart, as their runs are not the repository's. */
  pulls(repositoryId: number): Promise<ReadonlyMap<number, PullMemory>>;
  /** Null forgets it. */
  keepPull(repositoryId: number, number: number, memory: PullMemory | null): Promise<void>;
  /** By login, in any case. */
  organisation(login: string): Promise<OrgMemory>;
  /** One change at a time, over all runs: `change` sees what the one before it left. Answers what is remembered now. */
  changeOrganisation(login: string, change: (before: OrgMemory) => OrgMemory): Promise<OrgMemory>;
  sweep(login: string): Promise<SweepMemory>;
  /** One change at a time, like `changeOrganisation`. */
  changeSweep(login: string, change: (before: SweepMemory) => SweepMemory): Promise<SweepMemory>;
  goodPolicy(owner: string, name: string): Promise<GoodPolicy | null>;
  keepGoodPolicy(owner: string, name: string, policy: GoodPolicy): Promise<void>;
  record(entries: readonly LedgerEntry[]): Promise<void>;
  /**
   * Counts a command, once however often it is tried, unless more than `most` were given since; says how many came
   * before it, in all and here.
   */
  countCommand(command: {
    readonly delivery: string;
    readonly login: string;
    readonly repo: RepoName;
    readonly since: Date;
    readonly most: number;
  }): Promise<{ readonly total: number; readonly here: number }>;
}

/** How far a sweep is. `first`: no policy governed the organisation before. */
export type SweepTold = {
  readonly org: string;
  readonly first: boolean;
  readonly ended: boolean;
  readonly sweep: SweepUnderWay;
};

/** Everything the road needs from outside. */
export type Doors = {
  readonly installation: (id: number) => Promise<Installation>;
  readonly memory: Memory;
  readonly now: () => Date;
  /** Stores keys to look at while a run goes on; the same id a second time adds nothing. */
  readonly wake: (id: string, wakes: readonly Wake[]) => Promise<unknown>;
  /** Told of each step of a sweep. */
  readonly swept: (told: SweepTold) => void;
  /** Mainstay's own login (`mainstay[bot]`), to tell its own changes from people's. */
  readonly ownLogin: () => Promise<string>;
};
