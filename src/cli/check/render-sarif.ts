import type { Forecast } from '#model';
import { findingsOf, type Finding } from './findings.ts';

/** SARIF 2.1.0 for code scanning: one rule per reason, one result per line. */
export function renderSarif(forecast: Forecast): string {
  const findings = findingsOf(forecast);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mainstay',
            rules: codes.map((id) => ({ id, shortDescription: { text: wordsOf(id) } })),
          },
        },
        results: findings.map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf({ level, code, title, message, file, line, column }: Finding): object {
  return {
    ruleId: code,
    level,
    message: { text: `${title}: ${message}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

function wordsOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
