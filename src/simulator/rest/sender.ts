import { Refusal } from '../server/refusal.ts';
import { botOf } from '../world/lookup.ts';
import type { App, Person } from '../world/state.ts';
import type { Call } from './route.ts';

/** The app that calls. */
export function appOf({ caller }: Call): App {
  if (caller.kind === 'nobody') throw new Refusal(401, 'Requires authentication');
  return caller.app;
}

/** Who webhooks say did it: the app's bot. */
export function senderOf(call: Call): Person {
  return botOf(call.state, appOf(call));
}
