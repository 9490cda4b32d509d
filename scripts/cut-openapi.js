// Cuts the operations we use out of GitHub's OpenAPI description, which is far too big to depend on.
//   npm pack @octokit/openapi        (in a folder outside the repository; 385 MB unpacked)
//   node scripts/cut-openapi.js PATH_OF_THE_UNPACKED_PACKAGE_OR_OF_api.github.com.json
// The list of operations is test/contracts/operations.json; the result is what test/kit/contract.ts reads.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPERATIONS = new URL('../test/contracts/operations.json', import.meta.url);
const RESULT = new URL('../test/contracts/github-openapi.json', import.meta.url);
/** What says something to a reader only, not to a validator. */
const WORDS = [
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'default',
];

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write(
    'usage: node scripts/cut-openapi.js <@octokit/openapi folder | api.github.com.json>\n',
  );
  process.exit(2);
}
const file = statSync(source).isDirectory() ? join(source, 'generated', 'api.github.com.json') : source;
const whole = JSON.parse(readFileSync(file, 'utf8'));
const wanted = JSON.parse(readFileSync(OPERATIONS, 'utf8'));
const paths = cutPaths(whole.paths, wanted);
const cut = {
  openapi: whole.openapi,
  info: { title: whole.info.title, version: whole.info.version, license: whole.info.license },
  paths,
  components: reachable(paths, whole.components),
};
writeFileSync(RESULT, oneLineEach(cut));

function cutPaths(all, operations) {
  const kept = {};
  for (const operation of operations) {
    const [method, path] = operation.split(' ');
    const found = all[path]?.[method.toLowerCase()];
    if (found === undefined) throw new Error(`the description has no operation ${operation}`);
    kept[path] = { ...kept[path], [method.toLowerCase()]: cutOperation(found) };
  }
  return kept;
}

function cutOperation({ parameters, requestBody, responses }) {
  const answers = Object.entries(responses).map(([status, answer]) => [status, cutMessage(answer)]);
  return bare({
    parameters,
    ...(requestBody && { requestBody: cutMessage(requestBody) }),
    responses: Object.fromEntries(answers),
  });
}

/** A request body or an answer, with its JSON form only. */
function cutMessage(message) {
  if (message.$ref !== undefined) return message;
  const { required, content } = message;
  const json = content?.['application/json'] ?? Object.values(content ?? {})[0];
  return {
    ...(required && { required }),
    ...(json && { content: { 'application/json': { schema: json.schema } } }),
  };
}

/** Drops what is said to readers; below `properties` every key is a name, also "description" or "title". */
function bare(node) {
  if (Array.isArray(node)) return node.map(bare);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key]) => !WORDS.includes(key) && !key.startsWith('x-'));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'enum' || key === 'required') return [key, value];
      return [key, key === 'properties' ? mapValues(value, bare) : bare(value)];
    }),
  );
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** The components that the kept operations lead to, over any number of steps. */
function reachable(from, components) {
  const kept = {};
  const open = references(from);
  while (open.length > 0) {
    const [kind, name] = open.pop().split('/').slice(2);
    if (kept[kind]?.[name] !== undefined) continue;
    const whole = components[kind][name];
    const part = bare(kind === 'responses' ? cutMessage(whole) : whole);
    kept[kind] = { ...kept[kind], [name]: part };
    open.push(...references(part));
  }
  return mapValues(kept, (group) =>
    Object.fromEntries(Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

function references(node) {
  if (node === null || typeof node !== 'object') return [];
  if (typeof node.$ref === 'string') return [node.$ref];
  return Object.values(node).flatMap(references);
}

/** One line for each path and component, so that a newer description shows what it changed. */
function oneLineEach({ paths, components, ...head }) {
  const lines = (group) =>
    Object.entries(group)
      .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const groups = Object.entries(components).map(([kind, group]) => `"${kind}": {\n${lines(group)}\n}`);
  const opening = JSON.stringify(head).slice(0, -1);
  return `${opening},\n"paths": {\n${lines(paths)}\n},\n"components": {\n${groups.join(',\n')}\n}}\n`;
}
