import { z } from 'zod';
import type { Writer } from '#apply';
import type { Reader } from '#observe';
import type { DeliveryLog } from '#recovery';
import type { Publisher } from '#report';
import { createDeliveryLog } from './delivery-log.ts';
import { unusable } from './failure.ts';
import { type Accounts, createOwnAccounts } from './governor/accounts.ts';
import { REAL } from './governor/clock.ts';
import { createGovernor, type Governor } from './governor/create-governor.ts';
import { githubLimits, type Priority } from './governor/limits.ts';
import { READ } from './governor/request.ts';
import { createPublisher, type Warn } from './publisher.ts';
import { createReader } from './reader.ts';
import { type Authenticate, createSession, rest, type Session, type Line as AppLine } from './session.ts';
import { createOwnTexts, type Texts } from './texts.ts';
import { createWriter } from './writer.ts';

export type GithubOptions = {
  /** `(id) => probot.auth(id)`, of a Probot made with `octokitClass()`; without an id, the App itself. */
  readonly auth: Authenticate;
  /** The App's number, by which its own check runs are found. */
  readonly appId: number;
  /** Milliseconds between the starts of two writes of one installation; 0: no pause, and nothing is counted. */
  readonly writeIntervalMs: number;
  /** Asked at each write's turn; throws where the run that wants it may not write any more. Left out: it may. */
  readonly mayWrite?: () => void;
  /** Where a warning goes when GitHub refuses a report, or asks to wait. */
  readonly warn: Warn;
  /** Where each answer's budget and time go. */
  readonly debug?: Warn;
  /** Whom the work that runs here is for; left out: somebody waits for it. */
  readonly priority?: () => Priority;
  /** Where texts of files are kept by their oids. Left out: in this process alone, and not for long. */
  readonly texts?: Texts;
  /** Where several processes share the installations' budgets. Left out: this process is alone. */
  readonly accounts?: Accounts | null;
};

/** GitHub for one installation: what reads cannot write. */
export type Installation = {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly publisher: Publisher;
  /**
   * Takes the turn of one write before it: resolves when the write may start, or throws `RateLimited`. Where that took
   * long, what was read before is old, and is read again before it is written.
   */
  readonly writeTurn: () => Promise<WriteTurn>;
};

/** The turn of one write. It is good for some seconds; a write after that takes another. */
export type WriteTurn = {
  /** How long the turn had to be waited for. */
  readonly waitedMs: number;
  /** Its first write uses the turn. */
  readonly writer: Writer;
  /** There is nothing to write after all: the next write may have the turn. */
  giveBack(): void;
};

/** Who the App is on GitHub. */
export type Self = { readonly appId: number; readonly slug: string; readonly botLogin: string };

/** The telephone: one line for each installation, kept, so that its writes stay in their lane. */
export interface Github {
  installation(id: number): Installation;
  /** What became of the webhooks that GitHub sent to the App. */
  readonly deliveries: DeliveryLog;
  /** Asked once; GitHub's failure is asked again. */
  self(): Promise<Self>;
  /** As `self`, asked of GitHub each time. `AppRefused` is thrown where it does not take the App's key. */
  askSelf(): Promise<Self>;
  /** Whether GitHub's last word to this installation was that it is suspended. */
  suspended(id: number): boolean;
  /** The installation's token no longer tells the truth (permissions, repositories): the next request gets a new one. */
  forget(id: number): void;
}

type Line = { readonly session: Session; readonly doors: Installation };
const app = z.object({ id: z.number(), slug: z.string() });

/** Makes the room's one object. Nothing is sent before the first call. */
export function connectGithub(options: GithubOptions): Github {
  const lines = new Map<number, Line>();
  const governorOf = governors(options);
  const ofTheApp = lineOfTheApp(options.auth, governorOf(OF_THE_APP));
  let self: Promise<Self> | null = null;
  function lineOf(id: number): Line {
    const line = lines.get(id) ?? createLine(options, id, governorOf(id));
    lines.set(id, line);
    return line;
  }
  return {
    installation: (id) => lineOf(id).doors,
    deliveries: createDeliveryLog(ofTheApp),
    suspended: (id) => lines.get(id)?.session.suspended() ?? false,
    forget: (id) => lines.get(id)?.session.forget(),
    askSelf: () => readSelf(ofTheApp),
    self: () => {
      self ??= readSelf(ofTheApp).catch((error: unknown) => {
        self = null;
        throw error;
      });
      return self;
    },
  };
}

/** The App's own requests are counted by GitHub apart from those of any installation. */
const OF_THE_APP = 0;

function governors(options: GithubOptions): (installation: number) => Governor {
  const { accounts = null, writeIntervalMs, priority = isLive } = options;
  const limits = writeIntervalMs === 0 ? null : githubLimits(writeIntervalMs);
  const own = createOwnAccounts(REAL);
  return (installation) =>
    createGovernor({
      installation,
      limits,
      priority,
      clock: REAL,
      accounts: accounts ?? own,
      shared: accounts !== null,
      tell: { warn: options.warn, debug: options.debug ?? (() => undefined) },
    });
}

function always(): void {
  return undefined;
}

function isLive(): Priority {
  return 'live';
}

function createLine(options: GithubOptions, installation: number, governor: Governor): Line {
  const { auth, mayWrite = always, debug = () => undefined } = options;
  const session = createSession({ installation, authenticate: auth, governor, mayWrite });
  const tell: Warn = (fields, message) => debug({ installation, ...fields }, message);
  return {
    session,
    doors: {
      reader: createReader({ session, texts: options.texts ?? createOwnTexts(), tell }, options.appId),
      writer: createWriter(session),
      publisher: createPublisher(session, options.warn),
      writeTurn: async () => {
        const turn = await session.turn();
        const writer = createWriter(session.holding(turn));
        return { waitedMs: turn.waitedMs, writer, giveBack: () => turn.giveBack() };
      },
    },
  };
}

function lineOfTheApp(auth: Authenticate, governor: Governor): AppLine {
  return { client: () => auth(), forget: () => undefined, governor, suspended: false };
}

async function readSelf(ofTheApp: AppLine): Promise<Self> {
  const answer = await rest(ofTheApp, { route: 'GET /app', cost: READ }, {});
  if (!answer.ok) throw unusable(`the App's own description: ${answer.failure.message}`);
  const parsed = app.safeParse(answer.data);
  if (!parsed.success) throw unusable("the App's own description has another shape");
  const { id, slug } = parsed.data;
  return { appId: id, slug, botLogin: `${slug}[bot]` };
}
