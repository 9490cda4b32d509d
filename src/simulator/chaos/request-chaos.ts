import type { Arrival, Fault } from '../server/exchange.ts';
import type { Chaos, ErrorStatus, Trouble } from './chaos.ts';
import type { Dice, Throw } from './dice.ts';
import { errorAnswer } from './error-answer.ts';

export type RequestChaos = (request: Arrival) => Fault | undefined;

type Day = {
  readonly chaos: Chaos;
  readonly dice: Dice;
  readonly now: () => number;
  readonly tell: (trouble: Trouble) => void;
};

const RETRY_AFTER_S = 1;

/** What each request meets on such a day. */
export function createRequestChaos(day: Day): RequestChaos {
  const { chaos, dice, tell } = day;
  const isOver = createWindow(day);
  return (request) => {
    const thrown = dice(subjectOf(request));
    const met = isOver() ? secondaryLimit(chaos) : meet(chaos, request, thrown);
    if (met !== undefined) {
      const { method, path, requestBody } = request;
      tell({ what: met.what, done: met.done, method, path, requestBody });
    }
    const delayMs = latency(chaos, thrown);
    if (delayMs === 0) return met?.fault;
    return met === undefined ? { delayMs } : { delayMs, then: met.fault };
  };
}

/** A GraphQL request is what it asks about; the body of another may hold the time of day. */
function subjectOf({ method, path, query, requestBody }: Arrival): string {
  const asked = (requestBody ?? {}) as Readonly<Record<string, unknown>>;
  if (path !== '/graphql') return [method, path, JSON.stringify(query)].join(' ');
  return [String(asked['query']), JSON.stringify(asked['variables'])].join(' ');
}

/** Counts this request, and tells whether it is one too many. */
function createWindow({ chaos: { secondaryAfter }, now }: Day): () => boolean {
  let begun = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    if (secondaryAfter === undefined) return false;
    if (now() - begun >= secondaryAfter.windowMs) {
      begun = now();
      count = 0;
    }
    count += 1;
    return count > secondaryAfter.requests;
  };
}

type Met = { readonly what: Trouble['what']; readonly fault: Fault; readonly done: boolean };

function secondaryLimit({ retryAfter = RETRY_AFTER_S }: Chaos): Met {
  return { what: 'secondary limit', fault: errorAnswer(403, retryAfter), done: false };
}

/** One number decides, so that rates add up. */
function meet(chaos: Chaos, request: Arrival, thrown: Throw): Met | undefined {
  let left = thrown('fate');
  for (const [status, rate] of Object.entries(chaos.errors ?? {})) {
    left -= rate;
    if (left < 0) return errorMet(chaos, Number(status) as ErrorStatus, thrown);
  }
  left -= chaos.hangs?.rate ?? 0;
  if (left < 0) return hang(chaos, thrown);
  left -= isQuery(request) ? (chaos.partial ?? 0) : 0;
  return left < 0 ? hole(thrown) : undefined;
}

const BEFORE_ANYTHING: readonly ErrorStatus[] = [401, 403, 429];

function errorMet(chaos: Chaos, status: ErrorStatus, thrown: Throw): Met {
  const answer = errorAnswer(status, chaos.retryAfter ?? RETRY_AFTER_S);
  const done = !BEFORE_ANYTHING.includes(status) && isDone(chaos, thrown);
  return { what: status, fault: done ? { done: answer } : answer, done };
}

function hang(chaos: Chaos, thrown: Throw): Met {
  const done = isDone(chaos, thrown);
  const cut: Fault = { delayMs: chaos.hangs?.ms ?? 0, then: 'hangup' };
  return { what: 'hang', fault: done ? { done: cut } : cut, done };
}

function isDone({ done = 0 }: Chaos, thrown: Throw): boolean {
  return thrown('done') < done;
}

function hole(thrown: Throw): Met {
  const type = thrown('type') < 0.5 ? 'RESOURCE_LIMITS_EXCEEDED' : 'SERVICE_UNAVAILABLE';
  return { what: 'hole', fault: { hole: { at: thrown('at'), type } }, done: true };
}

function isQuery({ path, requestBody }: Arrival): boolean {
  const { query } = (requestBody ?? {}) as { readonly query?: unknown };
  return path === '/graphql' && typeof query === 'string' && !/^\s*mutation\b/.test(query);
}

function latency({ latency: asked }: Chaos, thrown: Throw): number {
  if (asked === undefined) return 0;
  return Math.round(asked.min + thrown('latency') * (asked.max - asked.min));
}
