import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '#model';
import { problemsPage } from '../../scripts/problems-page.ts';

describe('the catalogue of problems', () => {
  test('is the page of problems that users read', () => {
    const page = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8');

    expect(page).toBe(problemsPage());
  });

  test.each(Object.entries(CATALOGUE))(
    '%s says what it is, how to mend it and where to read more',
    (_code, entry) => {
      expect(entry.title).toMatch(/^[A-Z][^.]+[^.\s]$/);
      expect(entry.fix).toMatch(/^[A-Z].+\.$/);
      expect(new URL(entry.link).protocol).toBe('https:');
    },
  );
});
