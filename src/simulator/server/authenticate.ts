import { verify, type KeyObject } from 'node:crypto';
import type { Caller } from '../world/caller.ts';
import type { State } from '../world/state.ts';
import { Refusal } from './refusal.ts';

/** @param publicKey the app's, to check its JSON web tokens with */
export function authenticate(state: State, publicKey: KeyObject, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'nobody' };
  const [, secret = ''] = /^(?:bearer|token) +(\S+)$/i.exec(authorization) ?? [];
  if (secret.startsWith('ghs_')) return installationCaller(state, secret);
  if (secret.split('.').length !== 3) throw new Refusal(401, 'Bad credentials');
  checkJwt(state, publicKey, secret);
  return { kind: 'app', app: state.app };
}

function installationCaller(state: State, secret: string): Caller {
  const token = state.tokens.get(secret);
  if (token === undefined || token.expiresAt <= state.now()) throw new Refusal(401, 'Bad credentials');
  const installation = state.installations.get(token.installationId);
  const app = state.apps.get(installation?.appId ?? 0);
  if (installation === undefined || app === undefined) throw new Refusal(401, 'Bad credentials');
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const permissions = token.permissions ?? installation.permissions;
  return { kind: 'installation', app, installation, token, permissions };
}

/** GitHub's checks, with GitHub's words. */
function checkJwt(state: State, publicKey: KeyObject, jwt: string): void {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const claims = read(payload);
  const signed = Buffer.from(`${header}.${payload}`);
  if (
    read(header)['alg'] !== 'RS256' ||
    !verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))
  ) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const now = Math.floor(state.now() / 1000);
  const [issued, expires] = [Number(claims['iat']), Number(claims['exp'])];
  if (String(claims['iss']) !== String(state.app.id)) throw new Refusal(404, 'Integration not found');
  if (!(expires > now)) {
    const words = 'must be a numeric value representing the future time at which the assertion expires';
    throw new Refusal(401, `'Expiration time' claim ('exp') ${words}`);
  }
  if (expires > now + 600) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  // A minute's grace for clocks that differ.
  if (!(issued <= now + 60)) {
    const words = 'must be an Integer representing the time that the assertion was issued';
    throw new Refusal(401, `'Issued at' claim ('iat') ${words}`);
  }
}

function read(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
}
