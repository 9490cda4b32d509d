import { describe, expect, test } from '@jest/globals';
import {
  canBe,
  canBeCut,
  cut,
  exactText,
  joined,
  patternOf,
  type Name,
} from '../../src/workflows/expression/name.ts';
import { numberText } from '../../src/workflows/expression/number-text.ts';
import { evaluate } from '../../src/workflows/expression/evaluate.ts';
import { anySituation, githubContext, type Situation } from '../../src/workflows/expression/situation.ts';
import { asksResults, asksStatus, parseExpression } from '../../src/workflows/expression/syntax.ts';
import {
  known,
  record,
  textOfValue,
  truthOf,
  UNKNOWN,
  type Value,
} from '../../src/workflows/expression/value.ts';
import { closest } from '../../src/workflows/judge/closest.ts';

describe('a number is printed as .NET prints it with fifteen digits', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [3.1, '3.1'],
    [100, '100'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.333333333333333'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012345'],
    [0.00001, '1E-05'],
    [1.5e-10, '1.5E-10'],
    [1e-100, '1E-100'],
    [123456789012345, '123456789012345'],
    [999999999999999, '999999999999999'],
    [1e15, '1E+15'],
    [1234567890123456, '1.23456789012346E+15'],
    [-2e20, '-2E+20'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('%d: %s', (value, wanted) => {
    expect(numberText(value)).toBe(wanted);
  });
});

describe('a name with holes', () => {
  test.each<[Name, string, boolean]>([
    [[], '', true],
    [[], 'a', false],
    [['a'], 'a', true],
    [['a'], 'ab', false],
    [[null], '', true],
    [[null], 'anything', true],
    [['a', null], 'a', true],
    [['a', null], 'ab', true],
    [['a', null], 'ba', false],
    [[null, 'a'], 'ba', true],
    [[null, 'a'], 'ab', false],
    [['a', null, 'b'], 'ab', true],
    [['a', null, 'b'], 'axxb', true],
    [['aa', null, 'aa'], 'aaa', false],
    [['aa', null, 'aa'], 'aaaa', true],
    [['(', null, ', ', null, ')'], '(1, 2)', true],
    [['(', null, ', ', null, ')'], '(1; 2)', false],
    [['(', null, 'x', null, 'y', null, ')'], '(y x)', false],
    [['(', null, 'x', null, 'y', null, ')'], '(x y)', true],
    [['a', null, 'ab', null, 'b'], 'aab', false],
    [['a', null, 'ab', null, 'b'], 'aabb', true],
    [['a', null, 'b', null, 'bc'], 'abc', false],
  ])('%j can be %j: %s', (name, text, wanted) => {
    expect(canBe(name, text)).toBe(wanted);
    expect(new RegExp(patternOf(name), 's').test(text)).toBe(wanted);
  });

  test('joins its pieces', () => {
    expect(joined(['a'], ['b', null], [null, 'c'], [], ['d'])).toEqual(['ab', null, 'cd']);
    expect(joined([null])).toEqual([null]);
    expect(exactText(['a', 'b'])).toBe('ab');
    expect(exactText(['a', null])).toBeNull();
  });

  test('is cut at a hundred characters where it is known, and may be where it is not', () => {
    const long = 'x'.repeat(101);

    expect(cut([long])).toEqual([`${'x'.repeat(97)}...`]);
    expect(cut([long, null])).toEqual([long, null]);
    expect(canBeCut(['y', null], `${'y'.repeat(97)}...`)).toBe(true);
    expect(canBeCut([long, null], `${'x'.repeat(97)}...`)).toBe(true);
    expect(canBeCut([null, 'z'], `${'y'.repeat(97)}...`)).toBe(true);
    expect(canBeCut(['y', null], `${'y'.repeat(96)}...`)).toBe(false);
    expect(canBeCut(['y', null], 'y'.repeat(100))).toBe(false);
    expect(canBeCut(['z', null], `${'y'.repeat(97)}...`)).toBe(false);
  });

  test('is a pattern in which nothing but the holes is special', () => {
    expect(patternOf(['a.b*(c)[d]{e}|f^g$h+i?j\\k/l', null])).toBe(
      '^a\\.b\\*\\(c\\)\\[d\\]\\{e\\}\\|f\\^g\\$h\\+i\\?j\\\\k\\/l.*$',
    );
  });
});

const CONTEXTS: readonly [string, Value][] = [
  ['vars', UNKNOWN],
  ['inputs', record({ known: known('Yes'), zero: known(0), none: known(null) }, known(null))],
  [
    'github',
    record({
      ref: { kind: 'text', name: ['refs/pull/', null, '/merge'], not: ['refs/pull/0/merge'], tag: null },
    }),
  ],
];

function valueOf(text: string): Value {
  const expression = parseExpression(text);
  if (!expression) throw new Error(`${text} is an expression`);
  return evaluate(expression, { contexts: new Map(CONTEXTS), status: new Map([['always', known(true)]]) });
}

describe('an expression is true, false or not known', () => {
  test.each<[string, boolean | null]>([
    ['true', true],
    ['false', false],
    ['null', false],
    ["''", false],
    ["'x'", true],
    ['0', false],
    ['-1', true],
    ['inputs.known', true],
    ["inputs.known == 'yes'", true],
    ["inputs.KNOWN != 'yes'", false],
    ['inputs.zero', false],
    ['inputs.missing', false],
    ['inputs.missing == null', true],
    ['inputs', true],
    ["inputs == 'x'", false],
    ["inputs != 'x'", true],
    ['inputs == vars.x', null],
    ['vars.x', null],
    ['!vars.x', null],
    ['vars.x == 1', null],
    ['vars.x > 1', null],
    ['1 > 2', false],
    ['2 >= 2', true],
    ['vars.x && false', false],
    ['false && vars.x', false],
    ['vars.x && true', null],
    ['vars.x || true', true],
    ['true || vars.x', true],
    ['vars.x || false', null],
    ['!(vars.x || true)', false],
    ['(vars.x && false) || vars.y', null],
    ['github.ref', true],
    ["github.ref == 'refs/pull/1/merge'", null],
    ["github.ref == 'REFS/PULL/1/MERGE'", null],
    ["github.ref == 'refs/pull/0/merge'", false],
    ["github.ref == 'refs/heads/main'", false],
    ["'refs/heads/main' == github.ref", false],
    ["'refs/heads/main' != github.ref", true],
    ['github.ref == 1', null],
    ['github.ref == github.ref', null],
    ['github.ref > 1', null],
    ["startsWith(github.ref, 'refs/')", true],
    ["startsWith(github.ref, 'refs/pull/1')", null],
    ["startsWith(github.ref, 'refs/tags')", false],
    ['startsWith(github.ref, vars.x)', null],
    ["startsWith(vars.x, 'a')", null],
    ["startsWith(vars.x && 'ab', 'a')", null],
    ["endsWith(github.ref, 'MERGE')", true],
    ["endsWith(github.ref, '1/merge')", null],
    ["endsWith(github.ref, '/head')", false],
    ["contains(github.ref, 'Pull')", true],
    ["contains(github.ref, '1')", null],
    ['contains(github.ref, vars.x)', null],
    ["contains(fromJSON('[1, 2]'), 2)", true],
    ["contains(fromJSON('[1, 2]'), 3)", false],
    ['contains(fromJSON(vars.x), 3)', null],
    ["startsWith('abc', 'AB')", true],
    ["case(true, 'a', 'b') == 'a'", true],
    ["case(false, 'a', 'b') == 'b'", true],
    ["case(false, 'a', true, 'c', 'b') == 'c'", true],
    ["case(vars.x, 'a', 'b') == 'a'", null],
    ["format('{0}', 'x') == 'x'", true],
    ["fromJSON('[1, 2]')[1] == 2", true],
    ['fromJSON(\'{"a": {"b": 3}}\').a.b == 3', true],
    ['contains(fromJSON(\'[{"a": 1}, {"a": 2}]\').*.a, 2)', true],
    ['contains(vars.*.a, 2)', null],
    ['inputs[vars.x]', null],
    ["fromJSON('[1]')[vars.x]", null],
    ["fromJSON('nonsense')", null],
    ['contains(inputs.*.x, 1)', null],
    ["hashFiles('x')", null],
    ['always()', true],
    ['success()', null],
    ["join(fromJSON('[1, 2]'), '-') == '1-2'", true],
    ["toJSON('x') == '\"x\"'", true],
    ["github.ref.x == ''", null],
  ])('%s: %s', (text, wanted) => {
    expect(truthOf(valueOf(text))).toBe(wanted);
  });

  test.each<[string, Name]>([
    ["format('{0} and {1}', 'a', vars.x)", ['a and ', null]],
    ["format('{{{0}}}', 3.10)", ['{3.1}']],
    ["format('{0}{1}', vars.x, vars.y)", [null]],
    ["format('{0}', github.ref)", ['refs/pull/', null, '/merge']],
    ["format('{0}', inputs)", ['Object']],
    ["format('{1}', 'a')", [null]],
    ["format('{', 'a')", [null]],
    ["format('}', 'a')", [null]],
    ["format(vars.x, 'a')", [null]],
    ["format('{0}', true)", ['true']],
    ["format('{0}', null)", []],
    ["vars.x && 'a'", [null]],
    ["'' || 'b'", ['b']],
    ['1e3', ['1000']],
  ])('%s reads %j', (text, wanted) => {
    expect(textOfValue(valueOf(text))).toEqual(wanted);
  });

  test('what is no expression is none', () => {
    expect(parseExpression('a b')).toBeNull();
    expect(parseExpression('nonsense(1)')).toBeNull();
    expect(parseExpression('nonsense.x')).toBeNull();
  });
});

describe('an expression is looked through', () => {
  test.each([
    ['success()', true],
    ['!Cancelled()', true],
    ["(github.ref == 'x' && (true || FAILURE()))", true],
    ["format('{0}', always())", true],
    ["fromJSON('[1]')[success()]", true],
    ["'success()' == github.ref", false],
    ['github.event.success', false],
  ])('%s asks for a status: %s', (text, wanted) => {
    const expression = parseExpression(text);

    expect(expression && asksStatus(expression)).toBe(wanted);
  });

  test.each([
    ["needs.a.result == 'success'", true],
    ["NEEDS['a']['Result'] == 'success'", true],
    ["contains(needs.*.result, 'failure')", true],
    ['toJSON(needs)', true],
    ['toJSON(needs.a)', true],
    ["needs.a[github.ref] == 'x'", true],
    ['!(needs.a.result)', true],
    ['needs.a.outputs.x', false],
    ['needs.a.outputs.result', false],
    ['github.event.needs', false],
    ["fromJSON(needs.a.outputs.x)['result']", false],
    ["fromJSON('{}')[needs.a.result]", true],
    ["'needs'", false],
  ])('%s asks for results: %s', (text, wanted) => {
    const expression = parseExpression(text);

    expect(expression && asksResults(expression)).toBe(wanted);
  });
});

describe('what is known of an event', () => {
  const setting = { branch: 'main', repository: 'acme/app' };

  function told(
    text: string,
    situation: Partial<Situation> & { readonly event: string },
    repository: string | null = 'acme/app',
  ): boolean | null {
    const expression = parseExpression(text);
    const full = { ...anySituation(situation.event), ...situation };
    const github = githubContext(full, { ...setting, repository }, 'CI');
    return (
      expression &&
      truthOf(evaluate(expression, { contexts: new Map([['github', github]]), status: new Map() }))
    );
  }

  test.each<[string, string, boolean | null]>([
    ['pull_request', "github.event_name == 'pull_request'", true],
    ['pull_request', "github.base_ref == 'main'", true],
    ['pull_request', 'github.head_ref', null],
    ['pull_request', "github.head_ref == ''", null],
    ['pull_request', "github.ref_name == 'main'", false],
    ['pull_request', "endsWith(github.ref_name, '/merge')", true],
    ['pull_request', "github.ref_type == 'branch'", true],
    ['pull_request', "github.workflow == 'ci'", true],
    ['pull_request', "github.repository_owner == 'acme'", true],
    ['pull_request', "github.event.repository.full_name == 'acme/app'", true],
    ['pull_request', 'github.event.issue', false],
    ['pull_request', 'github.event.head_commit.message', false],
    ['pull_request', 'github.event.number', null],
    ['pull_request', "github.event.pull_request.state == 'open'", true],
    ['pull_request', 'github.event.pull_request.title', null],
    ['pull_request', "github.event.pull_request.base.repo.full_name == 'acme/app'", true],
    ['pull_request_target', "github.ref == 'refs/heads/main'", null],
    ['pull_request_target', "github.base_ref == 'main'", true],
    ['pull_request_review', 'github.event.pull_request.merged', false],
    ['push', "github.ref == 'refs/heads/main'", false],
    ['push', "github.ref == 'refs/heads/topic'", null],
    ['push', "startsWith(github.ref, 'refs/heads/')", true],
    ['push', "github.ref_name == 'main'", false],
    ['push', 'github.head_ref', false],
    ['push', 'github.base_ref', false],
    ['push', 'github.event.pull_request', false],
    ['push', 'github.event.head_commit.message', null],
    ['merge_group', "github.ref == 'refs/heads/main'", false],
    ['merge_group', "startsWith(github.ref, 'refs/heads/gh-readonly-queue/main/')", true],
    ['merge_group', "startsWith(github.ref_name, 'gh-readonly-queue/main/')", true],
    ['merge_group', 'github.event.pull_request.draft', false],
    ['release', 'github.event.release', null],
  ])('on %s, %s: %s', (event, text, wanted) => {
    expect(told(text, { event })).toBe(wanted);
  });

  test.each<[Partial<Situation>, string, boolean | null]>([
    [{ draft: true }, 'github.event.pull_request.draft', true],
    [{ draft: false }, 'github.event.pull_request.draft', false],
    [{ fork: true }, 'github.event.pull_request.head.repo.fork', true],
    [{ fork: true }, "github.event.pull_request.head.repo.full_name == 'acme/app'", false],
    [{ fork: true }, "github.event.pull_request.head.repo.full_name == 'else/app'", null],
    [{ fork: false }, "github.event.pull_request.head.repo.full_name == 'acme/app'", true],
    [{ fork: false }, "github.event.pull_request.head.user.login == 'acme'", true],
    [{ fork: true }, "github.event.pull_request.head.repo.owner.login == 'acme'", false],
    [{}, "github.event.pull_request.head.repo.full_name == 'acme/app'", null],
    [{ actor: { is: 'bot' } }, "github.actor == 'bot'", true],
    [
      { actor: { is: 'bot' } },
      "github.triggering_actor == 'bot' && github.event.sender.login == 'bot'",
      true,
    ],
    [{ actor: { not: ['bot'] } }, "github.actor == 'bot'", false],
    [{ actor: { not: ['bot'] } }, "github.actor == 'alice'", null],
    [
      { headBranch: { is: 'x' } },
      "github.head_ref == 'x' && github.event.pull_request.head.ref == 'x'",
      true,
    ],
    [{ activity: 'opened' }, "github.event.action == 'opened'", true],
  ])('of a pull request that is %j, %s: %s', (situation, text, wanted) => {
    expect(told(text, { event: 'pull_request', ...situation })).toBe(wanted);
  });

  test.each<[boolean | null, string, boolean | null]>([
    [false, 'github.event.pull_request.head.repo.full_name == github.repository', true],
    [true, 'github.event.pull_request.head.repo.full_name != github.repository', true],
    [true, 'github.event.pull_request.head.repo.owner.login == github.repository_owner', false],
    [null, 'github.event.pull_request.head.repo.full_name == github.repository', null],
    [false, "github.repository == 'acme/app'", null],
  ])('the name of a repository that nobody told is still its own: fork %s, %s: %s', (fork, text, wanted) => {
    expect(told(text, { event: 'pull_request', fork }, null)).toBe(wanted);
  });

  test('a push to a branch that is known says which', () => {
    const situation = { event: 'push', headBranch: { is: 'topic' } } as const;

    expect(told("github.ref == 'refs/heads/topic' && github.ref_name == 'topic'", situation)).toBe(true);
  });
});

describe('the name that was meant', () => {
  test.each([
    ['lnt', ['lint', 'test'], 'lint'],
    ['Test', ['test (3.8)', 'tests', 'test'], 'test'],
    ['build', ['lint', 'test'], null],
    ['ab', ['ac'], null],
    ['', ['a'], null],
    ['deploy-staging', ['deploy-stagin', 'deploy-staging2'], 'deploy-stagin'],
    ['x'.repeat(121), ['x'.repeat(121)], null],
    ['abcdef', ['', 'fedcba'], null],
  ])('%s among %j: %s', (text, names, wanted) => {
    expect(closest(text, names)).toBe(wanted);
  });
});
