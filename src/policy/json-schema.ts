import { z } from 'zod';
import { POLICY_SCHEMA } from './schema.ts';

/** Where the schema is published: what editors are pointed to. */
const ADDRESS = 'https://raw.githubusercontent.com/mainstay-app/mainstay/main/schema/mainstay.v1.json';

/** The language as JSON Schema, for editors that complete and check. Coarser than the parser: what it accepts may still be refused. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...body } = z.toJSONSchema(POLICY_SCHEMA, { target: 'draft-7', io: 'input' });
  return {
    $schema,
    $id: ADDRESS,
    title: 'Mainstay policy',
    description: 'What Mainstay asks of the branches of a repository: .github/mainstay.yml',
    ...body,
  };
}
