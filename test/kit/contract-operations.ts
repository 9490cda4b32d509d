import { readFileSync } from 'node:fs';
import type { Simulator } from '#simulator';

/** Settings, members and issues have a test file of their own; the rest is in the other one. */
const SETTINGS = new RegExp(
  [
    '/rulesets',
    '/restrictions',
    '/required_pull_request_reviews',
    '/required_signatures',
    '/contexts$',
    '/issues$',
    '/issues/{issue_number}$',
    'GET .*/issues/{issue_number}/comments$',
    '/members$',
    '/topics$',
    '/properties/values$',
    '/reviews$',
  ].join('|'),
);

/** The operations of one of the two files that no request has been answered well for. */
export function unanswered({ exchanges }: Simulator, part: 'settings' | 'rest'): readonly string[] {
  const file = new URL('../contracts/operations.json', import.meta.url);
  const operations = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  const answered = new Set(exchanges.filter(({ status }) => status < 300).map(({ operation }) => operation));
  const mine = operations.filter((operation) => SETTINGS.test(operation) === (part === 'settings'));
  return mine.filter((operation) => !answered.has(operation));
}
