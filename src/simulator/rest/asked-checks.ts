import { invalid } from '../server/refusal.ts';
import { pinned, type AskedCheck } from '../world/pinned.ts';
import type { RequiredCheck } from '../world/protection-state.ts';
import type { Repository } from '../world/repository-state.ts';
import { isObject, texts, type Body } from './body.ts';

const NO_SCHEMA = 'No subschema in "anyOf" matched.\nMore than one subschema in "oneOf" matched.';

/** GitHub wants `contexts` or `checks`: neither and both are refused, whatever the description says. */
export function exactlyOneList(body: Body): void {
  const given = ['contexts', 'checks'].filter((key) => key in body);
  if (given.length !== 1) throw invalid(`${NO_SCHEMA}\nNot all subschemas of "allOf" matched.`);
}

/** The checks that a body asks for, as GitHub keeps them; undefined when it says nothing about them. */
export function askedChecks(repository: Repository, body: Body): readonly RequiredCheck[] | undefined {
  if ('checks' in body) return pinned(repository, checkList(body['checks']));
  if (!('contexts' in body)) return undefined;
  return pinned(
    repository,
    texts(body, 'contexts').map((context) => ({ context })),
  );
}

function checkList(value: unknown): readonly AskedCheck[] {
  if (!Array.isArray(value))
    throw invalid(`For 'properties/checks', ${JSON.stringify(value)} is not an array.`);
  return value.map((item: unknown) => {
    if (!isObject(item) || typeof item['context'] !== 'string') throw invalid('"context" wasn\'t supplied.');
    const { context, app_id: appId } = item;
    if (appId === undefined) return { context };
    // Null is what GitHub answers for "any source", and refuses to hear: that is -1.
    if (typeof appId !== 'number' || !Number.isInteger(appId)) {
      throw invalid(
        `For 'checks/items', {"context":${JSON.stringify(context)},"app_id":${JSON.stringify(appId)}} is invalid.\nFor 'properties/app_id', ${JSON.stringify(appId)} is not an integer.`,
      );
    }
    return { context, appId };
  });
}
