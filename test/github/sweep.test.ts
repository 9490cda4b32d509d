import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SweptPage } from '#observe';
import type { Exchange } from '#simulator';
import { closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
});
afterEach(async () => {
  here.simulator.faults = undefined;
  expect(await closed(here)).toEqual([]);
});

const BRANCHES = ['main', '~DEFAULT_BRANCH'];
const CI = 'on: pull_request\njobs: { test: { runs-on: ubuntu-latest, steps: [] } }\n';

/** `acme/api` is there already. */
function repositories(count: number, filesOf: (n: number) => Record<string, string> = () => ({ a: '1' })) {
  for (let n = 1; n < count; n += 1) {
    const name = `acme/r${String(n).padStart(4, '0')}`;
    here.simulator.world.createRepository(name, { by: 'olga', from: { files: filesOf(n) } });
  }
}

async function sweep(from: string | null = null): Promise<readonly SweptPage[]> {
  const pages: SweptPage[] = [];
  for await (const page of here.doors.reader.sweep({ org: 'acme', branches: BRANCHES, from }))
    pages.push(page);
  return pages;
}

function namesIn(pages: readonly SweptPage[]): readonly string[] {
  return pages.flatMap(({ found }) => found.map(({ repo }) => repo.name));
}

function readIn(pages: readonly SweptPage[]) {
  return pages.flatMap(({ found }) => found.flatMap(({ reading }) => (reading.known ? [reading.value] : [])));
}

/** The queries of this name, in their order. */
function asked(operation: string, since = 0): readonly Exchange[] {
  return here.simulator.exchanges.slice(since).filter((one) => one.operation === operation);
}

function sizes(since = 0): readonly number[] {
  return here.simulator.exchanges
    .slice(since)
    .filter(({ requestBody }) => isSweep(requestBody, () => true))
    .map(({ requestBody }) => (requestBody as { variables: { n: number } }).variables.n);
}

function isSweep(body: unknown, more: (variables: Record<string, unknown>) => boolean): boolean {
  const { query = '', variables = {} } = (body ?? {}) as {
    query?: string;
    variables?: Record<string, unknown>;
  };
  return query.startsWith('query Sweep') && more(variables);
}

describe('a sweep of an organisation', () => {
  test('reads every repository once, in pages that grow slowly', async () => {
    repositories(250);

    const pages = await sweep();

    const names = namesIn(pages);
    expect(new Set(names).size).toBe(250);
    expect(names).toHaveLength(250);
    expect(readIn(pages)).toHaveLength(250);
    expect(sizes()).toEqual([25, 25, 25, 32, 32, 32, 40, 40]);
    expect(pages.at(-1)).toMatchObject({ total: 250, next: null });
  });

  test('leaves archived repositories out', async () => {
    repositories(3);
    here.simulator.world.archive('acme/r0001', { by: 'olga' });

    expect(namesIn(await sweep())).toEqual(['api', 'r0002']);
  });

  test('goes on where a page said', async () => {
    repositories(60);
    const [first] = await sweep();

    const rest = await sweep(first!.next);

    expect(namesIn(rest)).toHaveLength(35);
    expect(new Set([...namesIn([first!]), ...namesIn(rest)]).size).toBe(60);
  });

  test('says what it cost, in requests and in points as GitHub tells them', async () => {
    repositories(2);

    const [page] = await sweep();

    const told = here.answers.filter(({ nodeCount }) => nodeCount !== undefined);
    expect(page?.cost).toMatchObject({ requests: 1, points: told[0]?.['cost'] });
    expect(told[0]).toMatchObject({ remaining: expect.any(Number), resetAt: expect.any(String) });
  });
});

describe('the texts of files', () => {
  test('are asked for by what they are, each once over all sweeps', async () => {
    repositories(60, (n) => ({
      '.github/workflows/ci.yml': `${CI}# ${n % 3}\n`,
      '.github/workflows/notes.txt': `note ${n}\n`,
      '.github/mainstay.yml': 'version: 1\n',
    }));

    const pages = await sweep();
    const again = asked('Texts').length;
    const later = await sweep();

    expect(asked('Texts').flatMap(oidsOf)).toHaveLength(4);
    expect(asked('Texts')).toHaveLength(again);
    for (const all of [pages, later]) {
      const one = readIn(all).find(({ repo }) => repo.name === 'r0005');
      const workflows = one?.branches[0]?.workflows;
      expect(one?.repositoryPolicy).toMatchObject({ known: true, value: { text: 'version: 1\n' } });
      expect(workflows?.known === true ? workflows.value : []).toEqual([
        { path: '.github/workflows/ci.yml', text: `${CI}# 2\n` },
      ]);
    }
  });

  test('read as a look at the one repository reads them, cut and binary ones too', async () => {
    repositories(2, () => ({
      '.github/workflows/ci.yml': 'x'.repeat(600_000),
      '.github/mainstay.yml': 'a\0b',
    }));

    const [swept] = readIn(await sweep()).filter(({ repo }) => repo.name === 'r0001');

    const repo = { owner: 'acme', name: 'r0001' };
    const alone = await here.doors.reader.repository({ repo, branches: BRANCHES });
    expect(swept?.repositoryPolicy).toEqual(alone.known && alone.value.repositoryPolicy);
    expect(swept?.branches[0]?.workflows).toEqual(alone.known && alone.value.branches[0]?.workflows);
  });

  test('that GitHub does not give make that repository unread, and no other', async () => {
    repositories(4, (n) => ({ '.github/mainstay.yml': `# ${n}\nversion: 1\n` }));
    const oid = oidOf('acme/r0002', '.github/mainstay.yml');
    here.simulator.faults = ({ requestBody }) =>
      JSON.stringify(requestBody ?? '').includes(oid) ? { status: 502, body: '' } : undefined;

    const pages = await sweep();

    const unread = pages[0]!.found.filter(({ reading }) => !reading.known).map(({ repo }) => repo.name);
    expect(unread).toEqual(['r0002']);
    expect(pages[0]!.found).toHaveLength(4);
  });
});

describe('where GitHub does not manage it', () => {
  test.each([
    ['it says that the query is too heavy', { hole: { at: 0, type: 'RESOURCE_LIMITS_EXCEEDED' } } as const],
    ['its front door answers 502', { status: 502, body: '<html></html>' }],
    ['it cuts the connection', 'hangup' as const],
  ])('and %s, half as many are asked for, and later slowly more', async (_, fault) => {
    repositories(60);
    const tried: number[] = [];
    here.simulator.faults = ({ requestBody }) =>
      isSweep(requestBody, ({ n }) => tried.push(Number(n)) > 0 && Number(n) > 7) ? fault : undefined;

    const pages = await sweep();

    expect(new Set(namesIn(pages)).size).toBe(60);
    expect(tried.slice(0, 7)).toEqual([25, 12, 6, 6, 6, 8, 4]);
    expect(Math.max(...tried.slice(3))).toBe(8);
  });

  test('one repository that can never be read is told by its name, and the others are read', async () => {
    repositories(40);
    const after = await cursorBefore('r0020');
    here.simulator.faults = ({ requestBody }) =>
      isSweep(requestBody, ({ n, after: at }) => reaches(String(at), Number(n), after))
        ? { status: 502, body: '' }
        : undefined;

    const pages = await sweep();

    const broken = pages.flatMap(({ found }) => found.filter(({ reading }) => !reading.known));
    expect(broken.map(({ repo }) => repo.name)).toEqual(['r0020']);
    expect(new Set(namesIn(pages)).size).toBe(40);
  });

  test('and it manages nothing at all, that is thrown, to be tried again later', async () => {
    here.simulator.faults = ({ path }) => (path === '/graphql' ? { status: 503, body: {} } : undefined);

    await expect(sweep()).rejects.toThrow('answer 503');
  });
});

describe('an installation on selected repositories', () => {
  beforeEach(() => {
    const { world } = here.simulator;
    world.addOrganisation('chosen', { members: { olga: 'admin' } });
    for (const name of ['one', 'two', 'three']) {
      world.createRepository(`chosen/${name}`, { by: 'olga', visibility: 'public' });
    }
    const { id } = world.installApp('chosen', { by: 'olga', repositories: ['chosen/one', 'chosen/two'] });
    here = { ...here, doors: here.github.installation(id) };
  });

  async function chosen(): Promise<readonly SweptPage[]> {
    const pages: SweptPage[] = [];
    for await (const page of here.doors.reader.sweep({ org: 'chosen', branches: ['main'], from: null })) {
      pages.push(page);
    }
    return pages;
  }

  test('is read by its own list, so that public repositories beside it are left alone', async () => {
    expect(namesIn(await chosen())).toEqual(['one', 'two']);
  });

  test('one that vanished meanwhile does not spoil the rest', async () => {
    here.simulator.faults = ({ requestBody }) => {
      if (isSweep(requestBody, () => true) && here.simulator.state.names.has('chosen/one')) {
        here.simulator.world.deleteRepository('chosen/one', { by: 'olga' });
      }
      return undefined;
    };

    const pages = await chosen();

    expect(pages[0]?.found).toMatchObject([
      { repo: { name: 'one' }, reading: { known: false, why: { code: 'repository_not_found' } } },
      { repo: { name: 'two' }, reading: { known: true } },
    ]);
  });
});

test("a person's account is read by the list as well", async () => {
  const { world } = here.simulator;
  world.addPerson('piet');
  world.createRepository('piet/dotfiles', { by: 'piet', visibility: 'public' });
  const { id } = world.installApp('piet', { by: 'piet' });
  const pages: SweptPage[] = [];

  const { reader } = here.github.installation(id);
  for await (const page of reader.sweep({ org: 'piet', branches: ['main'], from: null })) pages.push(page);

  expect(namesIn(pages)).toEqual(['dotfiles']);
  expect(readIn(pages)).toHaveLength(1);
});

function oidsOf({ requestBody }: Exchange): readonly string[] {
  const { variables } = requestBody as { variables: Record<string, string> };
  return Object.entries(variables).flatMap(([name, value]) => (name.startsWith('o') ? [value] : []));
}

function blobOid(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}

function oidOf(fullName: string, path: string): string {
  const repository = here.simulator.world.repository(fullName);
  const head = repository.commits.get(repository.branches.get('main') ?? '');
  return blobOid(head?.files.get(path) ?? '');
}

/** How many are before the repository in the order of names. */
async function cursorBefore(name: string): Promise<number> {
  const place = namesIn(await sweep()).indexOf(name);
  return place;
}

/** Whether a page of so many after this cursor of the simulated GitHub has the one at `place` on it. */
function reaches(cursor: string, n: number, place: number): boolean {
  const from = Number(/\d+$/.exec(Buffer.from(cursor, 'base64').toString())?.[0] ?? 0);
  return from <= place && place < from + n;
}
