import { describe, expect, test } from '@jest/globals';
import { AppRefused } from '#model';
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

  test('a write that may no longer be sent when its turn comes is not sent, whether its turn was taken before or not', async () => {
    const { simulator, installation } = await town();
    let held = true;
    function mayWrite() {
      if (!held) throw new Error('The key is held by another process');
    }
    const { github } = phone(`${simulator.url}/api/v3`, { mayWrite });
    const { reader, writer, publisher, writeTurn } = github.installation(installation);
    simulator.world.openIssue('acme/api', { title: 'One', by: 'olga' });
    await publisher.comment(API, 1, 'while it is held');
    const turn = await writeTurn();
    held = false;

    const change = { by: 'patch-checks', branch: 'main', strict: true, checks: null } as const;
    const update = { by: 'update-rule', rule: 'BPR_1', fields: { includeAdmins: true } } as const;
    const writes = await Promise.allSettled([
      publisher.comment(API, 1, 'after it was lost'),
      writer.write(API, change),
      writer.write(API, update),
      turn.writer.write(API, change),
    ]);
    const read = await reader.repository({ repo: API, branches: ['main'] });

    expect(writes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(simulator.count()).toMatchObject({ writes: 0, reports: 1 });
    expect(read.known).toBe(true);
    await simulator.close();
  });

  test('a token refused on a repository that is called app is not taken for a refusal of the App', async () => {
    const { simulator, installation } = await town();
    simulator.world.createRepository('acme/app', { by: 'olga', from: 'readme' });
    simulator.faults = ({ path }) =>
      path.startsWith('/repos/acme/app') ? { status: 401, body: { message: 'Bad credentials' } } : undefined;
    const { github } = phone(`${simulator.url}/api/v3`);
    const { reader } = github.installation(installation);

    const thrown = await reader
      .enforced({ owner: 'acme', name: 'app' }, 'main')
      .catch((error: unknown) => error);

    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(AppRefused);
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
