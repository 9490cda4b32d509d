import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the App is on GitHub, and what proves it. */
export type Credentials = {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** The secrets that deliveries may be signed with, the current one first. */
  readonly webhookSecrets: readonly [string, ...string[]];
};

/** Where the memory lies. */
export type Places = {
  /** PostgreSQL; null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** An absolute path. */
  readonly dataDir: string;
};

/** The environment, checked. */
export type Settings = Places & {
  /** Null: the App is not registered yet, so only the set-up page can be shown. */
  readonly credentials: Credentials | null;
  /** GitHub's REST API, without a slash at its end. */
  readonly githubUrl: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly webhookProxyUrl: string | null;
  readonly writeIntervalMs: number;
  /** Hours between two looks at all repositories of an organisation; 0: only events and starts lead to one. */
  readonly sweepHours: number;
  /** Days after which a line of the ledger is forgotten. */
  readonly keepDays: number;
};

/** What is wrong with one variable. The value is never quoted where it may be a secret. */
export type SettingsProblem = { readonly variable: string; readonly problem: string; readonly fix: string };

export type SettingsAnswer =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Found<T> = { readonly value: T } | SettingsProblem;

/**
 * Reads the settings from an environment; paths are relative to `folder`. All that is wrong is answered at once.
 * Probot's variables mean what they mean there: https://probot.github.io/docs/configuration/
 */
export function readSettings(env: Environment, folder: string): SettingsAnswer {
  const given = givenOf(env);
  const problems: SettingsProblem[] = [];
  function take<T>(found: Found<T>, instead: T): T {
    if ('value' in found) return found.value;
    problems.push(found);
    return instead;
  }
  const settings: Settings = {
    credentials: readCredentials(given, folder, problems),
    githubUrl: take(readGithubUrl(given), ''),
    host: given['HOST'] ?? 'localhost',
    port: take(readInteger(given, 'PORT', { instead: 3000, most: 65_535 }), 0),
    logLevel: take(readLogLevel(given), 'info'),
    webhookProxyUrl: take(readUrl(given, 'WEBHOOK_PROXY_URL', ['https:', 'http:']), null),
    databaseUrl: take(readDatabaseUrl(given), null),
    dataDir: readDataDir(given, folder),
    writeIntervalMs: take(
      readInteger(given, 'MAINSTAY_WRITE_INTERVAL_MS', { instead: 1000, most: 3_600_000 }),
      0,
    ),
    sweepHours: take(readInteger(given, 'MAINSTAY_SWEEP_HOURS', { instead: 6, most: 8_760 }), 0),
    keepDays: take(readInteger(given, 'MAINSTAY_KEEP_DAYS', { instead: 365, least: 1, most: 36_500 }), 0),
  };
  return problems.length === 0 ? { ok: true, settings } : { ok: false, problems };
}

/** For a command beside the server, which needs no more than this and must not ask for more. */
export function readPlaces(env: Environment, folder: string): Found<Places> {
  const given = givenOf(env);
  const databaseUrl = readDatabaseUrl(given);
  if (!('value' in databaseUrl)) return databaseUrl;
  return { value: { databaseUrl: databaseUrl.value, dataDir: readDataDir(given, folder) } };
}

function givenOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function readDatabaseUrl(given: Environment): Found<string | null> {
  return readUrl(given, 'DATABASE_URL', ['postgres:', 'postgresql:']);
}

function readDataDir(given: Environment, folder: string): string {
  return resolve(folder, given['MAINSTAY_DATA_DIR'] ?? '.mainstay');
}

function readCredentials(env: Environment, folder: string, problems: SettingsProblem[]): Credentials | null {
  const unregistered = !env['APP_ID'] && !env['PRIVATE_KEY'] && !env['PRIVATE_KEY_PATH'];
  if (unregistered && env['NODE_ENV'] !== 'production') return null;
  const appId = readAppId(env);
  const key = readPrivateKey(env, folder);
  const secret = readSecret(env);
  if ('value' in appId && 'value' in key && 'value' in secret) {
    const webhookSecrets = [secret.value, ...previousSecret(env)] as const;
    return { appId: appId.value, privateKey: key.value, webhookSecrets };
  }
  problems.push(...[appId, key, secret].filter((found) => 'problem' in found));
  return null;
}

function readAppId(env: Environment): Found<number> {
  const fix = 'Set it to the "App ID" shown on the App\'s settings page.';
  const text = env['APP_ID']?.trim();
  if (text === undefined) return { variable: 'APP_ID', problem: 'is not set', fix };
  if (!/^[1-9]\d{0,14}$/.test(text)) return { variable: 'APP_ID', problem: 'is not a number', fix };
  return { value: Number(text) };
}

const KEY_FIX =
  "Generate a private key on the App's settings page and give PRIVATE_KEY_PATH the path of that .pem file.";

function readPrivateKey(env: Environment, folder: string): Found<string> {
  const text = env['PRIVATE_KEY'];
  if (text !== undefined) return checkKey('PRIVATE_KEY', pemOf(text));
  const path = env['PRIVATE_KEY_PATH'];
  if (path === undefined) return { variable: 'PRIVATE_KEY', problem: 'is not set', fix: KEY_FIX };
  try {
    return checkKey('PRIVATE_KEY_PATH', readFileSync(resolve(folder, path), 'utf8'));
  } catch {
    return { variable: 'PRIVATE_KEY_PATH', problem: 'names a file that cannot be read', fix: KEY_FIX };
  }
}

/** As Probot takes it: the PEM as it is, in base64, with `\n` for its line ends, or all on one line. */
function pemOf(text: string): string {
  const isBase64 = Buffer.from(text, 'base64').toString('base64') === text.trim();
  const pem = (isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text).replaceAll('\\n', '\n').trim();
  const oneLine = /^(-----BEGIN [A-Z ]+-----) (.+) (-----END [A-Z ]+-----)$/.exec(pem);
  return oneLine
    ? `${oneLine[1] ?? ''}\n${(oneLine[2] ?? '').replaceAll(' ', '\n')}\n${oneLine[3] ?? ''}`
    : pem;
}

function checkKey(variable: string, pem: string): Found<string> {
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return { value: pem };
  } catch {
    // Its words could repeat a part of the key.
  }
  return { variable, problem: 'holds no RSA private key in PEM form', fix: KEY_FIX };
}

const SECRET_FIX =
  "Set it to the webhook secret of the App's settings page: a long random word that only GitHub and Mainstay know.";

function readSecret(env: Environment): Found<string> {
  const secret = env['WEBHOOK_SECRET'];
  const variable = 'WEBHOOK_SECRET';
  if (secret === undefined) {
    return { variable, problem: 'is not set, so anybody could send deliveries', fix: SECRET_FIX };
  }
  if (secret === 'development') {
    return { variable, problem: "is the word that everybody knows as Probot's own", fix: SECRET_FIX };
  }
  return { value: secret };
}

function previousSecret(env: Environment): readonly string[] {
  const previous = env['WEBHOOK_SECRET_PREVIOUS'];
  return previous === undefined ? [] : [previous];
}

function readGithubUrl(env: Environment): Found<string> {
  const host = env['GHE_HOST'];
  const protocol = env['GHE_PROTOCOL'] ?? 'https';
  if (host === undefined) return { value: 'https://api.github.com' };
  if (protocol !== 'https' && protocol !== 'http') {
    return { variable: 'GHE_PROTOCOL', problem: 'is neither https nor http', fix: 'Leave it out for https.' };
  }
  // A host and perhaps a port, nothing else.
  if (!/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i.test(host)) {
    const fix = 'Set it to the host name alone, such as github.example.com.';
    return { variable: 'GHE_HOST', problem: 'is not a host name', fix };
  }
  // https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom
  if (/\.ghe\.com$/i.test(host)) return { value: `${protocol}://api.${host}` };
  return { value: `${protocol}://${host}/api/v3` };
}

function readLogLevel(env: Environment): Found<LogLevel> {
  const text = env['LOG_LEVEL']?.trim().toLowerCase() ?? 'info';
  const level = LOG_LEVELS.find((each) => each === text);
  if (level) return { value: level };
  return {
    variable: 'LOG_LEVEL',
    problem: 'is not a level',
    fix: `Set it to one of ${LOG_LEVELS.join(', ')}.`,
  };
}

type Bounds = { readonly instead: number; readonly least?: number; readonly most: number };

function readInteger(
  env: Environment,
  variable: string,
  { instead, least = 0, most }: Bounds,
): Found<number> {
  const text = env[variable]?.trim() ?? String(instead);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return { value };
  const fix = `Set it to a whole number from ${least} to ${most}, or leave it out for ${instead}.`;
  return { variable, problem: 'is not such a number', fix };
}

function readUrl(env: Environment, variable: string, protocols: readonly string[]): Found<string | null> {
  const text = env[variable]?.trim();
  if (text === undefined) return { value: null };
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol) && isDecodable(text))
    return { value: text };
  const fix = `Set it to a URL that begins with ${protocols.map((each) => `${each}//`).join(' or ')}, or leave it out.`;
  return { variable, problem: 'is not such a URL', fix };
}

/** A password with a bare `%` in it must be percent-encoded, or no driver can read it. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(new URL(text).password);
    return true;
  } catch {
    return false;
  }
}
