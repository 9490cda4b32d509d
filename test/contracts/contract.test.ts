import { describe, expect, test } from '@jest/globals';
import { checkExchange, type Exchange } from '#kit/contract';

const PROTECTION = '/repos/acme/api/branches/main/protection';
const UNPROTECTED = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};
const PROTECTED = { url: `https://api.github.com${PROTECTION}` };

function putting(requestBody: unknown): Exchange {
  return { method: 'PUT', path: PROTECTION, status: 200, requestBody, responseBody: PROTECTED };
}

function requiring(checks: unknown): Exchange {
  return putting({ ...UNPROTECTED, required_status_checks: checks });
}

function answering(status: number, responseBody?: unknown): Exchange {
  return { method: 'GET', path: PROTECTION, status, responseBody };
}

function refused(message: string): unknown {
  return { message, documentation_url: 'https://docs.github.com/rest' };
}

function sides(exchange: Exchange): readonly string[] {
  return [...new Set(checkExchange(exchange).map(({ side }) => side))];
}

describe('a request to GitHub', () => {
  test.each([
    ['that switches every protection off', putting(UNPROTECTED)],
    [
      'whose checks may come from any source',
      requiring({ strict: false, checks: [{ context: 'test', app_id: -1 }] }),
    ],
    ['with the older list of contexts', requiring({ strict: true, contexts: ['test'] })],
    ['by the path of GitHub Enterprise Server', { ...putting(UNPROTECTED), path: `/api/v3${PROTECTION}` }],
    [
      'by the id of a renamed repository',
      { ...putting(UNPROTECTED), path: PROTECTION.replace('repos/acme/api', 'repositories/7') },
    ],
  ])('%s is as GitHub describes it', (_, exchange) => {
    const violations = checkExchange(exchange);

    expect(violations).toEqual([]);
  });

  test.each([
    ['both contexts and checks', requiring({ strict: true, contexts: [], checks: [] })],
    ['neither contexts nor checks', requiring({ strict: true })],
    ['a null app_id', requiring({ strict: true, checks: [{ context: 'test', app_id: null }] })],
    ['no word about restrictions', putting({ ...UNPROTECTED, restrictions: undefined })],
    ['a misspelt key', putting({ ...UNPROTECTED, requierd_linear_history: true })],
    ['a misspelt key deeper inside', requiring({ strict: true, checks: [{ context: 'test', app: 1 }] })],
    [
      'people as objects instead of logins',
      putting({ ...UNPROTECTED, restrictions: { users: [{ login: 'ada' }], teams: [] } }),
    ],
    ['no body at all', putting(undefined)],
    ['an unknown parameter', { ...putting(UNPROTECTED), path: `${PROTECTION}?page=2` }],
    ['a path that GitHub does not have', { ...putting(UNPROTECTED), path: '/repos/acme/api/protection' }],
  ])('with %s contradicts the description', (_, exchange) => {
    const found = sides(exchange);

    expect(found).toEqual(['request']);
  });

  test('for a completed check run must carry its conclusion', () => {
    const requestBody = { name: 'mainstay', head_sha: 'a'.repeat(40), status: 'completed' };
    const run = {
      method: 'POST',
      path: '/repos/acme/api/check-runs',
      status: 422,
      responseBody: refused('Validation Failed'),
    };

    expect(sides({ ...run, requestBody })).toEqual(['request']);
    expect(sides({ ...run, requestBody: { ...requestBody, conclusion: 'success' } })).toEqual([]);
  });

  test('for a check run may not label a button with 21 characters', () => {
    const actions = [{ label: 'x'.repeat(21), description: 'Repair', identifier: 'repair' }];
    const requestBody = { name: 'mainstay', head_sha: 'a'.repeat(40), actions };

    const violations = checkExchange({
      method: 'POST',
      path: '/repos/acme/api/check-runs',
      status: 422,
      requestBody,
      responseBody: refused('Validation Failed'),
    });

    expect(violations.map(({ where }) => where)).toEqual(['/actions/0/label']);
  });
});

describe('an answer of GitHub', () => {
  test('may leave the source of a required check open', () => {
    const required_status_checks = { contexts: ['test'], checks: [{ context: 'test', app_id: null }] };

    expect(checkExchange(answering(200, { required_status_checks }))).toEqual([]);
  });

  test('whose shape differs from the description is told with the place', () => {
    const required_status_checks = { contexts: ['test'], checks: [{ context: 'test' }] };

    const violations = checkExchange(answering(200, { required_status_checks }));

    expect(violations.map(({ side, where }) => `${side} ${where}`)).toEqual([
      'response /required_status_checks/checks/0',
    ]);
  });

  test('may carry a delivery id beyond the safe integers', () => {
    const delivery = {
      id: 3804004623172239366n,
      guid: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
      delivered_at: '2026-01-01T00:00:00Z',
      redelivery: false,
      duration: 0.1,
      status: 'OK',
      status_code: 200,
      event: 'push',
      action: null,
      installation_id: 1,
      repository_id: null,
    };

    expect(
      checkExchange({ method: 'GET', path: '/app/hook/deliveries', status: 200, responseBody: [delivery] }),
    ).toEqual([]);
  });

  test.each([
    ['the plan', 403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.'],
    ['a missing permission', 403, 'Resource not accessible by integration'],
    ['the hourly limit', 429, 'API rate limit exceeded for installation ID 1.'],
    ['missing credentials', 401, 'Bad credentials'],
  ])('that refuses for %s is known though not described', (_, status, message) => {
    expect(checkExchange(answering(status, refused(message)))).toEqual([]);
  });

  test.each([
    ['a status nobody has seen', answering(418, refused('I am a teapot'))],
    ['a known status with unknown words', answering(403, refused('No'))],
    ['words of the wrong type', answering(404, { message: 7 })],
    ['a body where there is none', { method: 'DELETE', path: PROTECTION, status: 204, responseBody: {} }],
  ])('with %s contradicts the description', (_, exchange) => {
    expect(sides(exchange)).toEqual(['response']);
  });

  test('may be a folder or a file where a path was asked for', () => {
    const links = { self: 'https://h/c', git: null, html: null };
    const entry = {
      name: 'a.yml',
      path: '.github/a.yml',
      sha: 'b'.repeat(40),
      size: 2,
      url: 'https://h/c',
      html_url: null,
      git_url: null,
      download_url: null,
      _links: links,
    };
    const file = { ...entry, type: 'file', encoding: 'base64', content: 'aGk=' };
    const asked = { method: 'GET', path: '/repos/acme/api/contents/.github/a.yml', status: 200 };

    expect(checkExchange({ ...asked, responseBody: file })).toEqual([]);
    expect(checkExchange({ ...asked, responseBody: [{ ...entry, type: 'file' }] })).toEqual([]);
    expect(sides({ ...asked, responseBody: { ...entry, type: 'file' } })).toEqual(['response']);
  });
});
