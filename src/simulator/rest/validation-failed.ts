import { Refusal } from '../server/refusal.ts';

/** What GitHub says of a body that is well formed and still cannot be. */
export function validationFailed(resource: string, field: string, code: string): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code }] });
}
