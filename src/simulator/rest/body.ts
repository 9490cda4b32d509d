import { invalid } from '../server/refusal.ts';

export type Body = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as an object; GitHub refuses anything else. */
export function objectBody(body: unknown): Body {
  if (body === undefined || body === null) return {};
  if (!isObject(body)) throw invalid('Body should be a JSON object');
  return body;
}

export function required(body: Body, key: string): unknown {
  if (!(key in body)) throw invalid(`"${key}" wasn't supplied.`);
  return body[key];
}

export function optionalText(body: Body, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(body, key, 'a string');
  return value;
}

export function requiredText(body: Body, key: string): string {
  required(body, key);
  const value = optionalText(body, key);
  if (value === undefined) throw wrongType(body, key, 'a string');
  return value;
}

/** Absent and null count as `otherwise`. */
export function flag(body: Body, key: string, otherwise = false): boolean {
  const value = body[key];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'boolean') throw wrongType(body, key, 'a boolean');
  return value;
}

export function texts(body: Body, key: string): readonly string[] {
  const value = body[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw wrongType(body, key, 'an array');
  return value;
}

export function wrongType(body: Body, key: string, type: string): Error {
  return invalid(`For 'properties/${key}', ${JSON.stringify(body[key])} is not ${type}.`);
}
