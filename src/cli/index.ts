// The command line. In: arguments. Out: text and an exit code (0 fine, 1 found something, 2 wrong usage).
// Each command is a file of its own, imported only when asked for, so that `check` starts fast.
import process from 'node:process';

type Command = (args: readonly string[]) => Promise<number>;

interface Entry {
  readonly usage: string;
  readonly load: () => Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  start: {
    usage: 'start    run the server; without credentials, the page that registers the App',
    load: async () => (await import('./start.ts')).start,
  },
  check: {
    usage:
      'check [DIR] [--branch main] [--format text|json|github|sarif] ...   which required checks will report, offline',
    load: async () => (await import('./check.ts')).check,
  },
  validate: {
    usage:
      'validate FILE... [--level organisation|repository] [--format text|json|github]   what is wrong with a policy file, offline',
    load: async () => (await import('./validate.ts')).validate,
  },
  explain: {
    usage:
      'explain OWNER/REPO [--format text|json]   what the policy asks of a repository, each value with its line',
    load: async () => (await import('./explain.ts')).explain,
  },
  jobs: {
    usage: 'jobs [--format text|json] | jobs retry ID|--all   what failed for good, and running it again',
    load: async () => (await import('./jobs.ts')).jobs,
  },
  sweep: {
    usage: 'sweep [ORG]   look at all repositories of an organisation now, and show how far that is',
    load: async () => (await import('./sweep.ts')).sweep,
  },
  demo: {
    usage: 'demo     play the whole story against a simulated GitHub; --stay keeps it running',
    load: async () => (await import('./demo.ts')).demo,
  },
};

/** Runs one command line (without `node` and the script's name) and answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry) return (await entry.load())(rest);
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return 0;
  }
  process.stderr.write(`mainstay: there is no command "${name}".\n\n${usage()}`);
  return 2;
}

function usage(): string {
  const lines = Object.values(COMMANDS).map((entry) => `  mainstay ${entry.usage}`);
  return `Usage:\n${lines.join('\n')}\n`;
}
