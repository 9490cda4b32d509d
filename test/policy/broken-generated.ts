import { jsonSchema } from '#policy';
import { file, type BrokenFile } from './broken-file.ts';

type Shape = { readonly properties: Readonly<Record<string, { readonly items?: Shape }>> };
const LANGUAGE = jsonSchema() as Shape;
const KEYS = Object.keys(LANGUAGE.properties).filter((key) => key !== 'version');
const OF_BLOCKS = Object.keys(LANGUAGE.properties['repositories']?.items?.properties ?? {}).filter(
  (key) => key !== 'match',
);

/** Every key of the language, with what none of them takes. */
export const GENERATED: readonly BrokenFile[] = [
  ...KEYS.map((key): BrokenFile => [
    `${key}: 12.5`,
    file(`${key}: 12.5`),
    `2:${key.length + 3}`,
    'policy_invalid_value',
    `\`${key}\` must be`,
  ]),
  ...KEYS.map((key): BrokenFile => [
    `${key} and nothing`,
    file(`${key}:`),
    '2:1',
    'policy_invalid_value',
    'found nothing',
  ]),
  ...OF_BLOCKS.map((key): BrokenFile => [
    `${key}: 12.5 in a block`,
    file('repositories:', '  - match: {name: a}', `    ${key}: 12.5`),
    `4:${key.length + 7}`,
    'policy_invalid_value',
    `\`${key}\` must be`,
  ]),
  ...OF_BLOCKS.map((key): BrokenFile => [
    `${key} misspelt in a block`,
    file('repositories:', '  - match: {name: a}', `    ${key}s: 1`),
    '4:5',
    'policy_unknown_key',
    `did you mean \`${key}\`?`,
  ]),
];
