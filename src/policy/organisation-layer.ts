import type { From, Wanted } from '#model';
import { matchesGlob } from './glob.ts';
import type { PolicyFile, Written } from './policy-file.ts';
import { from, originOf, wantedCheck } from './wanted-from.ts';

/** What the organisation's file makes of the built-in policy: each key it has replaces the built-in one. */
export function organisationLayer(below: Wanted, file: PolicyFile, name: string): Wanted {
  const exemption = file.exempt?.value.find(({ value }) => matchesGlob(value, name));
  return {
    ...below,
    exempt:
      exemption === undefined
        ? below.exempt
        : { until: null, reason: null, origin: originOf(exemption.place) },
    mode: replaced(below.mode, file.mode),
    branches: file.branches?.value.map(from) ?? below.branches,
    checks: file.requiredChecks?.value.map(wantedCheck) ?? below.checks,
    bridge: replaced(below.bridge, file.bridge),
    settings: {
      ...below.settings,
      strict: file.strict === null ? below.settings.strict : from(file.strict),
      include_admins: file.includeAdmins === null ? below.settings.include_admins : from(file.includeAdmins),
    },
  };
}

function replaced<T>(below: From<T>, written: Written<T> | null): From<T> {
  return written === null ? below : from(written);
}
