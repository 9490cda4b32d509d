import type { Place, Source, WantedCheck } from '#model';

/** A value of a policy file with the place of the value (or, for a list, of its key). */
export type Written<T> = { readonly value: T; readonly place: Place };

/** One entry of `required_checks`. Null: the entry does not say. */
export type WrittenCheck = {
  readonly name: WantedCheck['name'];
  readonly source: Written<Source> | null;
  readonly when: Written<WantedCheck['when']> | null;
  readonly place: Place;
};

/** A policy file without a mistake in it, as plain data. Null: the file does not say. */
export type PolicyFile = {
  readonly mode: Written<'enforce' | 'monitor'> | null;
  readonly branches: Written<readonly Written<string>[]> | null;
  readonly requiredChecks: Written<readonly WrittenCheck[]> | null;
  readonly strict: Written<boolean> | null;
  readonly includeAdmins: Written<boolean> | null;
  readonly bridge: Written<boolean> | null;
  readonly exempt: Written<readonly Written<string>[]> | null;
};
