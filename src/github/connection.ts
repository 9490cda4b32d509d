import { z } from 'zod';

/** A page of a GraphQL connection. What GitHub hides is null in it. */
export function connection<T extends z.ZodType>(node: T) {
  return z.object({ nodes: z.array(node.nullable()).nullable() }).nullish();
}
