import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { jsonSchema } from '#policy';

const FILE = new URL('../schema/mainstay.v1.json', import.meta.url);

/** The published schema as the policy language has it. */
export async function policySchema(): Promise<string> {
  return format(JSON.stringify(jsonSchema()), { parser: 'json', printWidth: 110 });
}

if (import.meta.main) {
  mkdirSync(new URL('.', FILE), { recursive: true });
  const stale = readFileSync(FILE, { encoding: 'utf8', flag: 'a+' }) !== (await policySchema());
  writeFileSync(FILE, await policySchema());
  process.stdout.write(
    stale ? 'schema/mainstay.v1.json is new.\n' : 'schema/mainstay.v1.json was up to date.\n',
  );
}
