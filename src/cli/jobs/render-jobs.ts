import type { Jobs } from '#control';
import { printable } from '../check/terminal.ts';

const MOST_DELIVERIES = 5;

/** The parked jobs for a person to read, the oldest first. Names and errors come from outside. */
export function renderJobs({ parked, waiting, due, running }: Jobs): string {
  const counts = `${parked.length} parked, ${waiting} waiting (${due} of them due), ${running} running\n`;
  if (parked.length === 0) return counts;
  return `${counts}${parked.map(jobText).join('')}\nRun one again: mainstay jobs retry ID   All: --all\n`;
}

function jobText({ id, key, since, tries, error, deliveries }: Jobs['parked'][number]): string {
  const shown = deliveries.slice(0, MOST_DELIVERIES).join(', ');
  const more = deliveries.length - MOST_DELIVERIES;
  const lines = [
    printable(key),
    `  id          ${id}`,
    `  since       ${since}, after ${tries === 1 ? 'one try' : `${tries} tries`}`,
    `  error       ${printable(error)}`,
    `  deliveries  ${printable(shown)}${more > 0 ? ` and ${more} more` : ''}`,
  ];
  return `\n${lines.join('\n')}\n`;
}
