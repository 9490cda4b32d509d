import type { Fix, Forecast } from '#model';

/** The forecast as documented: the shape is a promise, `version` changes when it does. */
export function renderJson({ branch, event, predicted, required, problems }: Forecast): string {
  const document = {
    version: 1,
    branch,
    event,
    predicted,
    required: required.map((one) => ({ ...one, fix: textOfFix(one.fix) })),
    problems,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A fix as one text: what to do, then the patch that does it. */
export function textOfFix(fix: Fix | null): string | null {
  if (fix === null) return null;
  return fix.patch === null ? fix.text : `${fix.text}\n\n${fix.patch}`;
}
