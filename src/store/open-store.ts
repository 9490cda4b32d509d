import type {
  GoodPolicy,
  LedgerEntry,
  Log,
  OrgMemory,
  PullMemory,
  RepoMemory,
  SweepMemory,
  WorkKey,
} from '#model';
import type { Inbox, JobBackend } from '#queue';
import type { RecoveryMemory } from '#recovery';
import { changeBudget, type Change } from './budgets.ts';
import { countCommand, type CommandGiven, type CommandsBefore } from './commands.ts';
import type { Database } from './database.ts';
import { openInbox } from './inbox/open-inbox.ts';
import { waiting } from './inbox/waiting.ts';
import { entries, record, type Range } from './ledger.ts';
import {
  changeOrganisation,
  goodPolicy,
  keepGoodPolicy,
  keepRepository,
  organisation,
  repository,
} from './memory.ts';
import { keepPull, pulls } from './pulls.ts';
import { migrate, SCHEMA } from './migrate.ts';
import { openEmbedded } from './open-embedded.ts';
import { openPostgres } from './open-postgres.ts';
import { createReady } from './ready.ts';
import { recoveryMemory } from './recovery.ts';
import { changeSweep, sweepOf, sweeps } from './sweeps.ts';
import { keepTexts, recallTexts } from './texts.ts';
import { trim, type Keeping } from './trim.ts';

export type StoreOptions = {
  /** A PostgreSQL's URL; absent: the embedded database. */
  readonly databaseUrl?: string | undefined;
  /** The folder of the embedded database, made where it is missing; one process at a time. */
  readonly dataDir: string;
  /** Days after which a line of the ledger is forgotten. Default 365. Null, for a guest: nothing is forgotten at all. */
  readonly keepDays?: number | null;
  readonly log: Log;
};

type Texts = {
  readonly recall: (oids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly keep: (texts: ReadonlyMap<string, string>) => Promise<void>;
};

/** All that outlives a process. Every function throws when the database cannot be reached. */
export interface Store {
  readonly inbox: Inbox;
  readonly jobs: JobBackend;
  readonly recovery: RecoveryMemory;
  /** The keys of an installation that wait for a time to come. */
  waiting(installation: number): Promise<readonly WorkKey[]>;
  repository(id: number): Promise<RepoMemory>;
  keepRepository(id: number, memory: RepoMemory): Promise<void>;
  pulls(repositoryId: number): Promise<ReadonlyMap<number, PullMemory>>;
  keepPull(repositoryId: number, number: number, memory: PullMemory | null): Promise<void>;
  organisation(login: string): Promise<OrgMemory>;
  changeOrganisation(login: string, change: (before: OrgMemory) => OrgMemory): Promise<OrgMemory>;
  goodPolicy(owner: string, name: string): Promise<GoodPolicy | null>;
  keepGoodPolicy(owner: string, name: string, policy: GoodPolicy): Promise<void>;
  sweep(login: string): Promise<SweepMemory>;
  sweeps(): Promise<ReadonlyMap<string, SweepMemory>>;
  changeSweep(login: string, change: (before: SweepMemory) => SweepMemory): Promise<SweepMemory>;
  /** Texts of files by their oids. */
  readonly texts: Texts;
  record(entries: readonly LedgerEntry[]): Promise<void>;
  /** The newest first. */
  entries(range: Range): Promise<readonly LedgerEntry[]>;
  countCommand(command: CommandGiven): Promise<CommandsBefore>;
  /** Changes what is kept of an installation's budget, one process at a time. */
  changeBudget<T>(installation: number, change: Change<T>): Promise<T>;
  /** Forgets what is past its time and gives its space back; done by itself every hour. */
  tidy(): Promise<void>;
  /** Whether the database answers, and takes what is given to it. Never throws. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables to the newest form. Throws in one line where another process holds the
 * folder, and where the database is newer than this code.
 */
export async function openStore({ databaseUrl, dataDir, keepDays = 365, log }: StoreOptions): Promise<Store> {
  const database =
    databaseUrl === undefined ? await openEmbedded(dataDir) : await openPostgres(databaseUrl, log);
  try {
    await migrate(database.db);
    await trim(database.db, { keepDays, log });
    return storeOver(database, { keepDays, log });
  } catch (error) {
    await database.close();
    throw error;
  }
}

function storeOver(database: Database, keeping: Keeping): Store {
  const { log } = keeping;
  const db = database.db.withSchema(SCHEMA);
  async function tidy() {
    await trim(db, keeping);
    await database.tidy();
  }
  const stopTidying = everyHour(tidy, log);
  const { ready, watched } = createReady(db);
  return {
    inbox: watched(openInbox(db, log)),
    jobs: database.jobs,
    recovery: recoveryMemory(db),
    waiting: (installation) => waiting(db, installation),
    repository: (id) => repository(db, id),
    keepRepository: (id, memory) => keepRepository(db, id, memory),
    pulls: (id) => pulls(db, id),
    keepPull: (repositoryId, number, memory) => keepPull(db, { repositoryId, number }, memory),
    organisation: (login) => organisation(db, login),
    changeOrganisation: (login, change) => changeOrganisation(db, login, change),
    goodPolicy: (owner, name) => goodPolicy(db, owner, name),
    keepGoodPolicy: (owner, name, policy) => keepGoodPolicy(db, { owner, name, policy }),
    sweep: (login) => sweepOf(db, login),
    sweeps: () => sweeps(db),
    changeSweep: (login, change) => changeSweep(db, login, change),
    texts: { recall: (oids) => recallTexts(db, oids), keep: (texts) => keepTexts(db, texts) },
    record: (lines) => record(db, lines),
    entries: (range) => entries(db, range),
    countCommand: (command) => countCommand(db, command),
    changeBudget: (installation, change) => changeBudget(db, installation, change),
    tidy,
    ready,
    close: async () => {
      await stopTidying();
      await database.close();
    },
  };
}

const HOUR = 3_600_000;

/** Every hour. Trouble with it is no reason to stop: it is told and tried again. */
function everyHour(tidy: () => Promise<void>, log: Log): () => Promise<void> {
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = tidy().catch((error: unknown) =>
      log.warn({ error: String(error) }, 'the database could not be tidied'),
    );
  }, HOUR);
  timer.unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}
