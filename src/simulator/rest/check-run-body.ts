import { invalid } from '../server/refusal.ts';
import type { CheckRunChange } from '../world/check-runs.ts';
import type { CheckAction, CheckOutput } from '../world/checks-state.ts';
import { isObject, optionalText, requiredText, wrongType, type Body } from './body.ts';

const STATUSES = ['queued', 'in_progress', 'completed'];
const CONCLUSIONS = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'];
const LONGEST_TEXT = 65_535;
const MOST_ANNOTATIONS = 50;
const MOST_ACTIONS = 3;
const ACTION_LIMITS = { label: 20, description: 40, identifier: 20 };

/** What a POST or PATCH says of a check run, within GitHub's limits. */
export function checkRunChange(body: Body): CheckRunChange {
  const status = oneOf(body, 'status', STATUSES);
  const conclusion = oneOf(body, 'conclusion', CONCLUSIONS);
  if (status === 'completed' && conclusion === undefined) {
    throw invalid('Missing required attribute "conclusion" of a completed check run.');
  }
  const texts = {
    status,
    conclusion,
    externalId: optionalText(body, 'external_id'),
    detailsUrl: optionalText(body, 'details_url'),
    startedAt: optionalText(body, 'started_at'),
    completedAt: optionalText(body, 'completed_at'),
    output: outputOf(body),
    actions: actionsOf(body),
  };
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
}

function oneOf(body: Body, key: string, allowed: readonly string[]): string | undefined {
  const value = optionalText(body, key);
  if (value !== undefined && !allowed.includes(value)) {
    throw invalid(`For 'properties/${key}', ${value} is not a member of ${JSON.stringify(allowed)}.`);
  }
  return value;
}

function outputOf(body: Body): CheckOutput | undefined {
  const { output } = body;
  if (output === undefined) return undefined;
  if (!isObject(output)) throw wrongType(body, 'output', 'an object');
  const annotations = output['annotations'] ?? [];
  if (!Array.isArray(annotations)) throw wrongType(output, 'annotations', 'an array');
  atMost(MOST_ANNOTATIONS, annotations.length, 'items');
  return {
    title: requiredText(output, 'title'),
    summary: limited(requiredText(output, 'summary'), LONGEST_TEXT),
    text: limited(optionalText(output, 'text') ?? null, LONGEST_TEXT),
    annotations: annotations.map(annotation),
  };
}

function annotation(value: unknown): Body {
  if (!isObject(value)) throw invalid('An annotation is an object.');
  for (const key of ['path', 'message']) requiredText(value, key);
  for (const key of ['start_line', 'end_line']) {
    if (!Number.isInteger(value[key])) throw wrongType(value, key, 'an integer');
  }
  oneOf(value, 'annotation_level', ['notice', 'warning', 'failure']);
  limited(optionalText(value, 'title') ?? null, 255);
  return value;
}

function actionsOf(body: Body): readonly CheckAction[] | undefined {
  const { actions } = body;
  if (actions === undefined) return undefined;
  if (!Array.isArray(actions)) throw wrongType(body, 'actions', 'an array');
  atMost(MOST_ACTIONS, actions.length, 'items');
  return actions.map((value: unknown) => {
    if (!isObject(value)) throw invalid('An action is an object.');
    return {
      label: limited(requiredText(value, 'label'), ACTION_LIMITS.label),
      description: limited(requiredText(value, 'description'), ACTION_LIMITS.description),
      identifier: limited(requiredText(value, 'identifier'), ACTION_LIMITS.identifier),
    };
  });
}

function limited<Text extends string | null>(text: Text, limit: number): Text {
  atMost(limit, text?.length ?? 0, 'characters');
  return text;
}

function atMost(limit: number, count: number, what: string): void {
  if (count > limit) throw invalid(`Only ${limit} ${what} are allowed; ${count} were supplied.`);
}
