import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { file } from '#kit/workflow-yaml';
import { forecast, readWorkflows, type Question } from '#workflows';
import { renderText } from '../../src/cli/check/render-text.ts';

const FOLDER = 'test/fixtures/verdicts';

/** Each folder holds workflows, a question about them, and the report that a maintainer should get. */
describe('the report that a maintainer gets', () => {
  test.each(readdirSync(FOLDER))('about %s is word for word the one that was agreed', (name) => {
    const folder = `${FOLDER}/${name}`;
    const names = readdirSync(folder).filter((one) => one.endsWith('.yml'));
    const workflows = readWorkflows(names.map((one) => file(one, readFileSync(`${folder}/${one}`, 'utf8'))));
    const question = JSON.parse(readFileSync(`${folder}/question.json`, 'utf8')) as Question;

    const report = renderText(forecast(workflows, question), false);

    expect(report).toBe(readFileSync(`${folder}/report.txt`, 'utf8'));
  });
});
