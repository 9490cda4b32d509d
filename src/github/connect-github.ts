import { z } from 'zod';
import type { Writer } from '#apply';
import type { Reader } from '#observe';
import type { Publisher } from '#report';
import { unusable } from './failure.ts';
import { createLane } from './lane.ts';
import { createPublisher, type Warn } from './publisher.ts';
import { createReader } from './reader.ts';
import { type Authenticate, createSession, rest, type Session } from './session.ts';
import { createWriter } from './writer.ts';

export type GithubOptions = {
  /** `(id) => probot.auth(id)`, of a Probot made with `octokitClass()`; without an id, the App itself. */
  readonly auth: Authenticate;
  /** The App's number, by which its own check runs are found. */
  readonly appId: number;
  /** Milliseconds between the starts of two writes of one installation; 0: no pause. */
  readonly writeIntervalMs: number;
  /** Asked at each write's turn; throws where the run that wants it may not write any more. */
  readonly mayWrite?: () => void;
  /** Where a warning goes when GitHub refuses a report. */
  readonly warn: Warn;
};

/** GitHub for one installation: what reads cannot write. */
export type Installation = {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly publisher: Publisher;
};

/** Who the App is on GitHub. */
export type Self = { readonly appId: number; readonly slug: string; readonly botLogin: string };

/** The telephone: one line for each installation, kept, so that its writes stay in their lane. */
export interface Github {
  installation(id: number): Installation;
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
  let self: Promise<Self> | null = null;
  function lineOf(id: number): Line {
    const line = lines.get(id) ?? createLine(options, id);
    lines.set(id, line);
    return line;
  }
  return {
    installation: (id) => lineOf(id).doors,
    suspended: (id) => lines.get(id)?.session.suspended() ?? false,
    forget: (id) => lines.get(id)?.session.forget(),
    askSelf: () => readSelf(options.auth),
    self: () => {
      self ??= readSelf(options.auth).catch((error: unknown) => {
        self = null;
        throw error;
      });
      return self;
    },
  };
}

function createLine(options: GithubOptions, installation: number): Line {
  const next = createLane(options.writeIntervalMs);
  async function turn(): Promise<void> {
    await next();
    options.mayWrite?.();
  }
  const session = createSession({ installation, authenticate: options.auth, turn });
  return {
    session,
    doors: {
      reader: createReader(session, options.appId),
      writer: createWriter(session),
      publisher: createPublisher(session, options.warn),
    },
  };
}

async function readSelf(auth: Authenticate): Promise<Self> {
  const answer = await rest(
    { client: () => auth(), forget: () => undefined, suspended: false },
    'GET /app',
    {},
  );
  if (!answer.ok) throw unusable(`the App's own description: ${answer.failure.message}`);
  const parsed = app.safeParse(answer.data);
  if (!parsed.success) throw unusable("the App's own description has another shape");
  const { id, slug } = parsed.data;
  return { appId: id, slug, botLogin: `${slug}[bot]` };
}
