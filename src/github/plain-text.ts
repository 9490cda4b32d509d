import { cutLine } from './cut-text.ts';

const SECRETS = [
  /\b(?:gh[a-z]|github_pat)_[\w.-]+/g,
  /\b(?:bearer|token|basic)\s+[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
];
const LONGEST = 300;

/** GitHub's words as they may leave this room: no token or key in them, on one line, at most 300 characters. */
export function plainText(words: string): string {
  const clean = SECRETS.reduce((text, secret) => text.replace(secret, '[redacted]'), words)
    .replace(/\s+/g, ' ')
    .trim();
  return cutLine(clean, LONGEST);
}
