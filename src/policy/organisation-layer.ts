import type { Wanted } from '#model';
import { matchesGlob } from './glob.ts';
import type { PolicyFile } from './policy-file.ts';
import { from, originOf, wantedCheck } from './wanted-from.ts';

/** What the organisation's file makes of the built-in policy: each key it has replaces the built-in one. */
export function organisationLayer(below: Wanted, file: PolicyFile, name: string): Wanted {
  const exemption = file.exempt?.value.find(({ value }) => matchesGlob(value, name));
  return {
    ...below,
    exempt: exemption === undefined ? below.exempt : originOf(exemption.place),
    mode: file.mode === null ? below.mode : from(file.mode),
    branches: file.branches?.value.map(from) ?? below.branches,
    checks: file.requiredChecks?.value.map(wantedCheck) ?? below.checks,
    strict: file.strict === null ? below.strict : from(file.strict),
    includeAdmins: file.includeAdmins === null ? below.includeAdmins : from(file.includeAdmins),
    bridge: file.bridge === null ? below.bridge : from(file.bridge),
  };
}
