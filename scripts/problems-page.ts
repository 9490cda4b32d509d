import { readFileSync, writeFileSync } from 'node:fs';
import { CATALOGUE } from '#model';

const PAGE = new URL('../docs/problems.md', import.meta.url);

const HEAD = `# Problems

Every problem that Mainstay reports, with its code, what it means and how to mend it. This page is made from the catalogue in \`src/model/catalogue.ts\` by \`npm run docs\`.
`;

/** The page as the catalogue has it. */
export function problemsPage(): string {
  const parts = Object.entries(CATALOGUE).map(
    ([code, { title, fix, link }]) => `## ${code}\n\n${title}.\n\n${fix} [More](${link})\n`,
  );
  return [HEAD, ...parts].join('\n');
}

if (import.meta.main) {
  const stale = readFileSync(PAGE, { encoding: 'utf8', flag: 'a+' }) !== problemsPage();
  writeFileSync(PAGE, problemsPage());
  process.stdout.write(stale ? 'docs/problems.md is new.\n' : 'docs/problems.md was up to date.\n');
}
