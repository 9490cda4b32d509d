/** Where lines of the log go, with their fields. pino's logger is one. Never given a secret, a token or a key. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A log whose lines all carry these fields as well. */
  child(fields: Record<string, unknown>): Log;
}
