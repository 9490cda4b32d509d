import { readFileSync } from 'node:fs';

export type Parameter = { readonly name: string; readonly in: string };
export type Message =
  | { readonly $ref: string }
  | {
      readonly required?: boolean;
      readonly content?: { readonly 'application/json': { readonly schema: Schema } };
    };
export type Operation = {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Exclude<Message, { readonly $ref: string }>;
  readonly responses: Readonly<Record<string, Message>>;
};
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
type Schema = { [key: string]: unknown };

const PROTECTION = '/repos/{owner}/{repo}/branches/{branch}/protection';

/** GitHub's OpenAPI description of the operations we use, its known errors corrected, as plain JSON Schema. */
export const description: Description = load();

function load(): Description {
  const file = new URL('../contracts/github-openapi.json', import.meta.url);
  const loaded = JSON.parse(readFileSync(file, 'utf8')) as Description;
  correctKnownErrors(loaded);
  for (const operation of Object.values(loaded.paths).flatMap((path) => Object.values(path))) {
    close(operation.requestBody?.content?.['application/json'].schema);
  }
  allowNull(loaded);
  return loaded;
}

/** What the description says and the server does not do, each with the thread that shows it. */
function correctKnownErrors(loaded: Description): void {
  // https://github.com/google/go-github/issues/2276: `contexts` is no longer required, both are refused.
  const checks = at(requestSchema(loaded, PROTECTION, 'put'), 'properties', 'required_status_checks');
  checks['required'] = ['strict'];
  checks['if'] = { type: 'object' };
  checks['then'] = { oneOf: [{ required: ['contexts'] }, { required: ['checks'] }] };
  // Same thread: on PATCH only `checks` counts when both are sent, so sending both says something untrue.
  const patch = requestSchema(loaded, `${PROTECTION}/required_status_checks`, 'patch');
  patch['not'] = { required: ['contexts', 'checks'] };
  // https://docs.github.com/rest/checks/runs: "conclusion: required if you provide completed_at or a status of completed".
  const run = requestSchema(loaded, '/repos/{owner}/{repo}/check-runs', 'post');
  run['if'] = { properties: { status: { const: 'completed' } }, required: ['status'] };
  run['then'] = { required: ['conclusion'] };
  // The server also names the enterprise as the source of a rule.
  const source = at(
    loaded.components.schemas['repository-rule-ruleset-info'],
    'properties',
    'ruleset_source_type',
  );
  source['enum'] = ['Repository', 'Organization', 'Enterprise'];
  // The list asks each account to be a person and an enterprise at once; one installation alone is told rightly.
  const list = at(responseSchema(loaded, '/app/installations', 'get'));
  list['items'] = { $ref: '#/components/schemas/installation' };
}

function requestSchema(loaded: Description, path: string, method: string): Schema {
  const schema = loaded.paths[path]?.[method]?.requestBody?.content?.['application/json'].schema;
  if (schema === undefined) throw new Error(`the description has no request body for ${method} ${path}`);
  return schema;
}

function responseSchema(loaded: Description, path: string, method: string): Schema | undefined {
  const answer = loaded.paths[path]?.[method]?.responses['200'];
  if (answer === undefined || '$ref' in answer) return undefined;
  return answer.content?.['application/json'].schema;
}

function at(schema: Schema | undefined, ...keys: readonly string[]): Schema {
  const found = keys.reduce<unknown>((node, key) => (node as Schema | undefined)?.[key], schema);
  if (found === undefined) throw new Error(`the description has lost ${keys.join('/')}`);
  return found as Schema;
}

/** The description leaves request bodies open, so that a misspelt key would pass. */
function close(schema: unknown): void {
  if (!isSchema(schema) || '$ref' in schema) return;
  const { properties, items } = schema;
  if (isSchema(properties)) {
    schema['additionalProperties'] ??= false;
    Object.values(properties).forEach(close);
  }
  close(items);
}

/** OpenAPI 3.0 says `nullable`, JSON Schema says the type "null". */
function allowNull(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) if (key !== 'enum') allowNull(value);
  if (!isSchema(node) || node['nullable'] !== true) return;
  delete node['nullable'];
  const { enum: values, type, allOf } = node;
  if (Array.isArray(values)) node['enum'] = [...(values as unknown[]), null];
  if (typeof type === 'string') node['type'] = [type, 'null'];
  else choices(node).forEach((choice) => choice.push({ type: 'null' }));
  if (allOf === undefined) return;
  node['anyOf'] = [{ allOf }, { type: 'null' }];
  delete node['allOf'];
}

function choices({ oneOf, anyOf }: Schema): readonly unknown[][] {
  return [oneOf, anyOf].filter((choice) => Array.isArray(choice));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
