const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;
const FORM = /^([1-9]\d{0,4})([mhd])$/;

/** `90m`, `4h`, `2d` in minutes; null where it is no such text. */
export function minutesOf(text: string): number | null {
  const [, number, unit] = FORM.exec(text) ?? [];
  return number === undefined ? null : Number(number) * MINUTES[unit as keyof typeof MINUTES];
}

/** Minutes as one would write them. */
export function durationText(minutes: number): string {
  return minutes % MINUTES.h === 0 ? `${minutes / MINUTES.h}h` : `${minutes}m`;
}
