import type { Logger } from 'pino';
import { Probot } from 'probot';
import { octokitClass } from '#github';
import type { Credentials, Settings } from '#settings';

export type ProbotOptions = { readonly settings: Pick<Settings, 'githubUrl'>; readonly log: Logger };

/** The App's host: its authentication, and the intake of what arrives. Nothing is sent before the first call. */
export function createProbot(
  { settings, log }: ProbotOptions,
  { appId, privateKey, webhookSecrets }: Credentials,
): Probot {
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecrets[0],
    baseUrl: settings.githubUrl,
    Octokit: octokitClass(),
    log,
  });
}
