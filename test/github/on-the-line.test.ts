import { describe, expect, test } from '@jest/globals';
import { API, phone, town } from './fixture.ts';

describe('on the line to GitHub', () => {
  const HOUR = 3_600_000;

  test('neither a read nor another installation waits for a write', async () => {
    const { simulator, installation } = await town();
    const { world } = simulator;
    world.addOrganisation('other', { members: { olga: 'admin' } });
    world.createRepository('other/web', { by: 'olga', from: 'readme' });
    const { id } = world.installApp('other', { by: 'olga' });
    const { github } = phone(`${simulator.url}/api/v3`, { writeIntervalMs: HOUR });
    const { reader, publisher } = github.installation(installation);
    world.openIssue('acme/api', { title: 'One', by: 'olga' });
    world.openIssue('other/web', { title: 'One', by: 'olga' });
    await publisher.comment(API, 1, 'first');

    const read = await reader.repository({ repo: API, branches: ['main'] });
    await github.installation(id).publisher.comment({ owner: 'other', name: 'web' }, 1, 'second');

    expect(read.known).toBe(true);
    expect(simulator.count()).toMatchObject({ reads: 1, reports: 2 });
    await simulator.close();
  });

  test('a write that is not answered in time is thrown, and not sent again', async () => {
    const { simulator, installation } = await town();
    const { github } = phone(`${simulator.url}/api/v3`, { timeoutMs: 100 });
    const { reader, publisher } = github.installation(installation);
    await reader.access();
    const arrivals: string[] = [];
    simulator.faults = ({ path }) => {
      arrivals.push(path);
      return { delayMs: 400 };
    };

    const answer = publisher.comment(API, 1, 'late');

    await expect(answer).rejects.toThrow('no answer');
    expect(arrivals).toEqual(['/repos/acme/api/issues/1/comments']);
    await simulator.close();
  });

  test('a turn that is taken first is used by the next write of its own writer', async () => {
    const { simulator, installation } = await town();
    const { github } = phone(`${simulator.url}/api/v3`, { writeIntervalMs: HOUR });
    const { writer, writeTurn } = github.installation(installation);
    const protection = { by: 'update-rule', rule: 'BPR_none', fields: { includeAdmins: true } } as const;

    const turn = await writeTurn();
    const answer = await turn.writer.write(API, protection);
    const late = writer.write(API, protection);

    expect(turn.waitedMs).toBeLessThan(HOUR);
    expect(answer.kind).toBe('refused');
    await expect(late).rejects.toThrow("Waiting keeps within GitHub's limits");
    await simulator.close();
  });
});
