import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '#settings';
import { jobFields } from './job-fields.ts';

export type LogOptions = {
  readonly level: LogLevel;
  /** Values that must never be written, beside what looks like a token or a key. */
  readonly secrets: readonly string[];
  /** Where lines go; standard output where it is left out. */
  readonly destination?: DestinationStream;
};

const HIDDEN = '[redacted]';
const TOKENS: readonly RegExp[] = [
  /\b(?:gh[a-z]|github_pat)_[\w.-]+/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:bearer|token|basic) [\w.~+/=-]{8,}/gi,
  /-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|$)/g,
  /(?<=:\/\/[^\s/:@"]*:)[^\s/@"]+(?=@)/g,
  /(?<="(?:authorization|cookie|x-hub-signature(?:-256)?)":")[^"]+/gi,
];

/**
 * The log: JSON lines by pino. Whole payloads and the insides of errors stay out, and every finished line is searched
 * for secrets, since a library may log what we would not.
 */
export function createLog({ level, secrets, destination = pino.destination(1) }: LogOptions): Logger {
  const words = secrets.flatMap((secret) => secret.split('\n')).filter((word) => word.trim().length >= 4);
  const escaped = words.map((word) => JSON.stringify(word).slice(1, -1)).sort((a, b) => b.length - a.length);
  const serializers = { err: errorFields, error: errorFields, event: eventFields };
  return pino(
    { level, base: null, serializers, mixin: jobFields },
    { write: (line) => destination.write(clean(line, escaped)) },
  );
}

function clean(line: string, words: readonly string[]): string {
  const known = words.reduce((text, word) => text.replaceAll(word, HIDDEN), line);
  return TOKENS.reduce((text, token) => text.replace(token, HIDDEN), known);
}

/** Octokit's errors carry the request with its headers, and the answer; none of it belongs into a log. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  const status = 'status' in error ? { status: error.status } : {};
  const errors = error instanceof AggregateError ? { errors: error.errors.map(errorFields) } : {};
  return {
    name,
    message,
    stack,
    ...code,
    ...status,
    ...errors,
    ...(cause ? { cause: errorFields(cause) } : {}),
  };
}

/** Probot logs every delivery with its payload at the level `debug`. */
function eventFields(event: unknown): unknown {
  if (typeof event !== 'object' || event === null) return event;
  return { id: 'id' in event ? event.id : undefined, name: 'name' in event ? event.name : undefined };
}
