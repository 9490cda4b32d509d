import { keyText, type Wake } from '#model';
import { wakesOf } from '#wake';

export const APP = 4711;

/** A payload as GitHub sends it to the App, with only what every event has; `more` goes over it. */
export function payload(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    installation: { id: 77, node_id: 'x' },
    organization: { login: 'acme' },
    repository: {
      id: 1,
      name: 'api',
      full_name: 'acme/api',
      owner: { login: 'acme' },
      default_branch: 'main',
    },
    sender: { id: 5, login: 'maintainer', type: 'User' },
    ...more,
  };
}

/** The `.github` repository of the organisation. */
export const POLICY_REPO = {
  id: 2,
  name: '.github',
  full_name: 'acme/.github',
  owner: { login: 'acme' },
  default_branch: 'main',
};

export function wakes(name: string, body: unknown): readonly Wake[] {
  return wakesOf({ id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', name, payload: body }, APP);
}

/** The keys an event wakes, as the queue names them. */
export function keys(name: string, more: Record<string, unknown> = {}): readonly string[] {
  return wakes(name, payload(more)).map((wake) => keyText(wake.key));
}
