import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { description, type Message, type Operation } from './contract-description.ts';
import { undocumentedAnswer } from './contract-undocumented.ts';

export type Exchange = {
  readonly method: string;
  /** As requested: with or without the `/api/v3` of GitHub Enterprise Server, with or without a query. */
  readonly path: string;
  readonly status: number;
  readonly requestBody?: unknown;
  readonly responseBody?: unknown;
};

export type Violation = {
  readonly side: 'request' | 'response';
  /** As GitHub's description writes it, or the request itself when no operation fits. */
  readonly operation: string;
  readonly where: string;
  readonly message: string;
};

type Route = { readonly template: string; readonly pattern: RegExp };
type Found = { readonly template: string; readonly method: string; readonly operation: Operation };
type Fault = Pick<Violation, 'where' | 'message'>;

const KEY = 'github';
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  validateSchema: false,
  inlineRefs: false,
  logger: false,
});
addFormats.default(ajv);
ajv.addSchema(description, KEY);
const validators = new Map<string, ValidateFunction>();
const routes = Object.keys(description.paths).map(toRoute).sort(fewestHolesFirst);

/**
 * What in one exchange with GitHub contradicts GitHub's own OpenAPI description, on either side; empty = nothing.
 * Known errors of the description are corrected first, and the answers that GitHub is known to give without
 * describing them are let through by name (contract-undocumented.ts).
 */
export function checkExchange(exchange: Exchange): readonly Violation[] {
  const [path = '', query = ''] = exchange.path.split('?');
  const found = findOperation(exchange.method.toLowerCase(), path);
  if (found === undefined) {
    const message = 'GitHub has no such operation';
    return [{ side: 'request', operation: `${exchange.method} ${path}`, where: '', message }];
  }
  const operation = `${exchange.method.toUpperCase()} ${found.template}`;
  const request = [...queryFaults(found, query), ...requestFaults(found, exchange)];
  return [
    ...request.map((fault) => ({ side: 'request' as const, operation, ...fault })),
    ...responseFaults(found, exchange).map((fault) => ({ side: 'response' as const, operation, ...fault })),
  ];
}

function toRoute(template: string): Route {
  const pattern = template
    .replaceAll('.', '\\.')
    .replace('/{path}', '(?:/.*)?')
    .replace(/\{[^}]+\}/g, '[^/]+');
  return { template, pattern: new RegExp(`^${pattern}$`) };
}

function fewestHolesFirst(a: Route, b: Route): number {
  return a.template.split('{').length - b.template.split('{').length;
}

/** A renamed repository is reached by its id, which the description does not know: the same operations. */
function findOperation(method: string, path: string): Found | undefined {
  const plain = path.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/repositories\/\d+/, '/repos/owner/repo');
  for (const { template, pattern } of routes) {
    const operation = pattern.test(plain) ? description.paths[template]?.[method] : undefined;
    if (operation !== undefined) return { template, method, operation };
  }
  return undefined;
}

function queryFaults({ operation }: Found, query: string): readonly Fault[] {
  const known = (operation.parameters ?? []).map(resolve).filter((parameter) => parameter.in === 'query');
  const names = new Set(known.map(({ name }) => name));
  const unknown = [...new URLSearchParams(query).keys()].filter((name) => !names.has(name));
  return unknown.map((name) => ({ where: `?${name}`, message: 'is not a parameter of this operation' }));
}

function requestFaults(found: Found, { requestBody }: Exchange): readonly Fault[] {
  const body = plain(requestBody);
  const pointer = `/paths/${escape(found.template)}/${found.method}/requestBody`;
  if (body === undefined) {
    const needed = found.operation.requestBody?.required === true;
    return needed ? [{ where: '', message: 'this operation needs a body' }] : [];
  }
  if (found.operation.requestBody === undefined) {
    const empty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
    return empty ? [] : [{ where: '', message: 'this operation takes no body' }];
  }
  return validate(`${pointer}/content/application~1json/schema`, body);
}

function responseFaults(found: Found, { status, responseBody }: Exchange): readonly Fault[] {
  const body = plain(responseBody);
  const documented = found.operation.responses[String(status)];
  if (documented === undefined) return undocumentedFaults(found, status, body);
  const message = resolve(documented);
  if (message.content === undefined) {
    return body === undefined ? [] : [{ where: '', message: `status ${status} comes without a body` }];
  }
  const own = `/paths/${escape(found.template)}/${found.method}/responses/${status}`;
  const pointer = '$ref' in documented ? documented.$ref.slice(1) : own;
  return validate(`${pointer}/content/application~1json/schema`, body);
}

function undocumentedFaults(found: Found, status: number, body: unknown): readonly Fault[] {
  const known = undocumentedAnswer(found.method, status, body);
  if (known === undefined) {
    return [
      { where: '', message: `status ${status} is neither documented nor known: ${JSON.stringify(body)}` },
    ];
  }
  return known.schema === undefined ? [] : validate(`/components/schemas/${known.schema}`, body);
}

function validate(pointer: string, body: unknown): readonly Fault[] {
  const ref = `${KEY}#${pointer}`;
  const validator = validators.get(ref) ?? ajv.compile({ $ref: ref });
  validators.set(ref, validator);
  return validator(body) ? [] : (validator.errors ?? []).map(toFault);
}

function toFault({ instancePath, message, params }: ErrorObject): Fault {
  return { where: instancePath, message: `${message ?? 'is wrong'} ${JSON.stringify(params)}` };
}

function resolve<Part extends object>(part: Part | Reference): Part {
  if (!('$ref' in part)) return part;
  const keys = part.$ref.slice(2).split('/');
  return keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], description) as Part;
}
type Reference = Extract<Message, { readonly $ref: string }>;

/** As it was on the wire, less the precision of ids beyond 2^53, which a bigint keeps and ajv does not know. */
function plain(body: unknown): unknown {
  if (body === undefined || body === null || body === '') return undefined;
  return JSON.parse(
    JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  );
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}
