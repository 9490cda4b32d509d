/** The keys that count only in the organisation's file. */
export const ORGANISATION_ONLY: readonly string[] = ['overrides', 'exempt', 'guard', 'repositories'];
