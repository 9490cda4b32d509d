/** Said on the standard error, with exit code 2. */
export class UsageError extends Error {}

/** `--help`: the usage is the answer. */
export class HelpAsked extends Error {}
