import { describe, expect, test } from '@jest/globals';
import type { Problem } from '#model';
import {
  check,
  compliant,
  exactRule,
  from,
  line,
  pinned,
  protection,
  requiring,
  unknown,
  wanted,
  wildcardRule,
} from '#kit/builders';
import { checkRun, DONE, edited, HEAD, monitored, planned, repaired } from './fixture.ts';

const LOOSENED = exactRule(compliant({ includeAdmins: false, allowForcePushes: true }));

describe('a repaired branch', () => {
  const settings = { ...wanted().settings, include_admins: from(true, line(7)) };
  const run = checkRun([repaired({ rule: LOOSENED, asked: { settings } })], { causes: [edited()] });

  test('is a success on the commit that was looked at', () => {
    expect(run).toMatchObject({ sha: HEAD, conclusion: 'success', title: 'Repaired 2 settings of main' });
  });

  test('shows before, after and the policy line of each setting in a table', () => {
    expect(run.summary).toContain(
      [
        '| Setting | Before | Now | Because of |',
        '| --- | --- | --- | --- |',
        '| Administrators included | no | yes | `acme/.github/.github/mainstay.yml:7` |',
        '| Force pushes | allowed | blocked | built-in policy |',
      ].join('\n'),
    );
  });

  test('says who changed it, and by which event', () => {
    expect(run.summary).toContain('- Changed by `maintainer` (`branch_protection_rule.edited`).');
  });

  test('offers to look again, and no repair, for nothing is left', () => {
    expect(run.buttons.map((button) => button.label)).toEqual(['Re-check']);
  });

  test('names a command for every button', () => {
    expect(run.text).toContain('`/mainstay sync` re-checks and repairs (the button "Re-check")');
    expect(run.text).toContain('`/mainstay repair` repairs once in monitor mode (the button "Repair now")');
  });
});

describe('a branch that had no rule', () => {
  test('was protected, not repaired', () => {
    const { title, summary } = checkRun([repaired({})]);

    expect(title).toBe('Protected main');
    expect(summary).toContain(
      '| Required checks | no rule | test, lint, security, build, validate-migrations | built-in policy |',
    );
  });
});

describe('a branch as the policy says', () => {
  test('is a success in one sentence', () => {
    const run = checkRun([repaired({ rule: exactRule(compliant()) })], { causes: [edited()] });

    expect(run).toMatchObject({ conclusion: 'success', title: 'main is as the policy says' });
    expect(run.summary).toBe('**main is as the policy says.**');
  });

  test('is told what it is held to, with the line that asks', () => {
    const asked = {
      checks: [check('test', { origin: line(4), source: 99 }), check('e2e', { when: 'ready' })],
      settings: { ...wanted().settings, strict: from(true, line(9)) },
    } as const;
    const { text } = checkRun([repaired({ rule: exactRule(compliant()), asked })]);

    expect(text).toContain(
      [
        'What the policy asks of `main`:',
        '- required checks:',
        '  - `test` from App 99, `acme/.github/.github/mainstay.yml:4`',
        '  - `e2e` as soon as it can report, built-in policy',
        '- Branches must be up to date: required, `acme/.github/.github/mainstay.yml:9`',
        '- Administrators included: yes, built-in policy',
        '- Force pushes: blocked, built-in policy',
        '- Deletion of the branch: blocked, built-in policy',
      ].join('\n'),
    );
  });
});

describe('monitor mode', () => {
  const run = checkRun([monitored({ rule: LOOSENED })], { causes: [edited()] });

  test('asks for action and says that nothing was changed', () => {
    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe('main differs from the policy in 2 settings (monitor mode: not repaired)');
    expect(run.summary).toContain('The policy says `mode: monitor`, so nothing was changed.');
    expect(run.summary).toContain('| Setting | Before | Policy | Because of |');
  });

  test('offers to repair once, by button and by command', () => {
    expect(run.buttons.map((button) => button.identifier)).toEqual(['recheck', 'repair']);
    expect(run.summary).toContain('`/mainstay repair` in a comment, repairs it once.');
  });

  test('of a branch as the policy says is a success', () => {
    expect(checkRun([monitored({ rule: exactRule(compliant()) })]).conclusion).toBe('success');
  });

  test('offers no repair that Mainstay would refuse', () => {
    const hidden = wildcardRule(protection({ pushers: 'notVisible' }));
    const refused = checkRun([monitored({ rule: hidden })]);

    expect(refused.conclusion).toBe('action_required');
    expect(refused.buttons.map((button) => button.identifier)).toEqual(['recheck']);
    expect(refused.summary).not.toContain('repairs it once');
  });
});

describe('a button', () => {
  test("keeps within GitHub's limits", () => {
    const { buttons } = checkRun([monitored({ rule: LOOSENED })]);

    expect(buttons.length).toBeLessThanOrEqual(3);
    for (const { label, description, identifier } of buttons) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});

describe('what cannot be known', () => {
  test.each<[Problem['code'], string]>([
    ['permission_missing', 'main: the installation lacks a permission'],
    ['upgrade_or_public_required', "main: the organisation's plan does not offer branch protection here"],
    ['read_incomplete', "main: GitHub's answer was incomplete"],
  ])('%s is neutral, with the reason, the fix and a link', (code, title) => {
    const run = checkRun([repaired({ rule: unknown(code, 'GitHub said no.') })]);

    expect(run).toMatchObject({ conclusion: 'neutral', title });
    expect(run.summary).toMatch(/GitHub said no\.\n.+ \[More\]\(https:\/\/.+\) `[a-z_]+`$/);
  });

  test('a branch that does not exist yet is neutral', () => {
    const { conclusion, title } = checkRun([repaired({ branch: { head: null } })]);

    expect([conclusion, title]).toEqual(['neutral', 'main: the branch does not exist yet']);
  });

  test('one branch unknown and one that needs a person: the person is asked', () => {
    const open = monitored({ rule: LOOSENED, branch: { name: 'release' } });

    expect(checkRun([repaired({ rule: unknown('read_incomplete') }), open]).conclusion).toBe(
      'action_required',
    );
  });

  test('a policy file that could not be read is not a broken one', () => {
    const why: Problem = { code: 'read_incomplete', detail: 'The file did not come.' };
    const run = checkRun([repaired({ rule: exactRule(compliant()) })], { policyProblems: [why] });

    expect(run.conclusion).toBe('neutral');
    expect(run.title).toBe("main is as the policy says; policy: GitHub's answer was incomplete");
  });
});

describe('what a person must resolve', () => {
  test('all protections switched off: says so and where to switch them on', () => {
    const switchedOff: Problem = { code: 'protections_disabled', detail: 'Switched off by maintainer.' };
    const run = checkRun([repaired({ rule: LOOSENED, switchedOff })]);

    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe('main: all branch protections of the repository are switched off');
    expect(run.summary).toContain(
      'Switched off by maintainer.\nSwitch them on again under Settings, Branches',
    );
  });

  test('a rule whose people cannot be seen: says which and how to mend it', () => {
    const run = checkRun([repaired({ rule: wildcardRule(protection({ pushers: 'notVisible' })) })]);

    expect(run.conclusion).toBe('action_required');
    expect(run.summary).toContain(
      'covers "main", and GitHub does not show who may push.\nMake an exact rule',
    );
  });

  test('a refusal by GitHub: the table says what is asked, not what was done', () => {
    const refused: Problem = { code: 'write_refused', detail: 'Validation Failed' };
    const run = checkRun([repaired({ rule: LOOSENED }, { refused, dropped: [] })]);

    expect(run).toMatchObject({ conclusion: 'action_required', title: 'main: GitHub refused the write' });
    expect(run.summary).toContain('| Setting | Before | Policy | Because of |');
    expect(run.summary).toContain('Validation Failed');
  });

  test('a part that GitHub dropped: the repair is not called whole', () => {
    const dropped: Problem = { code: 'write_dropped', detail: 'GitHub did not take over: who may push.' };
    const run = checkRun([repaired({ rule: LOOSENED }, { ...DONE, dropped: [dropped] })]);

    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe('Repaired 2 settings of main, but GitHub left a part out');
    expect(run.summary).toContain('GitHub did not take over: who may push.'.replace(':', '\\:'));
  });

  test('a check pinned to another App: the rest is repaired and the contradiction stands in the title', () => {
    const rule = exactRule(compliant({ checks: pinned('test', 99), includeAdmins: false }));
    const run = checkRun([repaired({ rule, asked: { checks: [check('test', { source: 1 })] } })]);

    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe(
      'Repaired 1 setting of main, but a person pinned the check to another App than the policy names',
    );
  });
});

describe('a broken policy', () => {
  const here: Problem = {
    code: 'policy_unknown_key',
    detail: '`stict` is not a key here; did you mean `strict`?',
    fix: 'Write `strict`, or take the key out.',
    place: { file: 'Acme/API/.github/mainstay.yml', line: 3, column: 1 },
  };
  const elsewhere: Problem = {
    ...here,
    place: { file: 'acme/.github/.github/mainstay.yml', line: 8, column: 2 },
  };
  const alike: Problem = {
    ...here,
    place: { file: 'acme/api-docs/.github/mainstay.yml', line: 5, column: 2 },
  };
  const run = checkRun([repaired({ rule: exactRule(compliant()) })], {
    policyProblems: [here, elsewhere, alike],
  });

  test('is a failure, with file, line, column and the fix', () => {
    expect(run).toMatchObject({
      conclusion: 'failure',
      title: 'The policy file has a key that does not exist',
    });
    expect(run.summary).toContain('(`Acme/API/.github/mainstay.yml:3:1`)');
    expect(run.summary).toContain('`stict` is not a key here; did you mean `strict`?');
    expect(run.summary).toContain('Write `strict`, or take the key out.');
  });

  test('shows on its own line where the file is one of this repository, and only there', () => {
    expect(run.annotations).toEqual([
      {
        path: '.github/mainstay.yml',
        line: 3,
        column: 1,
        level: 'failure',
        title: 'The policy file has a key that does not exist',
        message: '`stict` is not a key here; did you mean `strict`? Write `strict`, or take the key out.',
      },
    ]);
  });

  test('names each mistake by its own title', () => {
    const other: Problem = { ...here, code: 'policy_invalid_value' };
    const { annotations } = checkRun([], { policyProblems: [here, other] });

    expect(annotations.map((annotation) => annotation.title)).toEqual([
      'The policy file has a key that does not exist',
      'The policy file has a value that is not allowed',
    ]);
  });

  test('is a failure although the branch was repaired, which is still told', () => {
    const both = checkRun([repaired({ rule: LOOSENED })], { policyProblems: [here] });

    expect(both.conclusion).toBe('failure');
    expect(both.summary).toContain('**Repaired 2 settings of main.**');
  });

  test('with more mistakes than GitHub takes annotations shows the first fifty', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...here,
      place: { file: 'acme/api/.github/mainstay.yml', line: index + 1, column: 1 },
    }));

    expect(checkRun([], { policyProblems: many }).annotations.map(({ line: at }) => at)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });
});

describe('who it was', () => {
  const results = [repaired({ rule: LOOSENED })];

  test('is never Mainstay itself', () => {
    const { summary } = checkRun(results, { causes: [edited('mainstay[bot]')] });

    expect(summary).not.toContain('mainstay[bot]');
    expect(summary).not.toContain('Changed by');
  });

  test('is said once for many events of one person, and for every person', () => {
    const { summary } = checkRun(results, { causes: [edited('one'), edited('one'), edited('two')] });

    expect(summary.match(/Changed by `\w+`/g)).toEqual(['Changed by `one`', 'Changed by `two`']);
  });

  test('is not said to have changed the rule by pushing', () => {
    const push = { delivery: 'd-2', event: 'push', actor: { login: 'developer', bot: false } };

    expect(checkRun(results, { causes: [push] }).summary).toContain('- Seen after `push` by `developer`.');
  });

  test('is the sweep where nobody is known', () => {
    const sweep = { delivery: 'sweep:1', event: 'sweep', actor: null };

    expect(checkRun(results, { causes: [sweep] }).summary).toContain('- Found by the sweep.');
  });

  test('is whoever asked for it', () => {
    const command = {
      name: 'sync',
      by: { login: 'maintainer', bot: false },
      from: { kind: 'comment', comment: 1, issue: 2 },
    } as const;
    const asked = { delivery: 'd-3', event: 'issue_comment.created', actor: command.by, command };

    expect(checkRun(results, { causes: [asked] }).summary).toContain(
      '- Asked for by `maintainer` with `/mainstay sync`.',
    );
  });
});

describe('several branches of one commit', () => {
  test('are told in one check run, the worst of them first in its conclusion', () => {
    const fine = repaired({ rule: exactRule(compliant()) });
    const open = monitored({ rule: LOOSENED, branch: { name: 'release' } });
    const run = checkRun([fine, open]);

    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe(
      'main is as the policy says; release differs from the policy in 2 settings (monitor mode: not repaired)',
    );
    expect(run.text).toContain('What the policy asks of `main`:');
    expect(run.text).toContain('What the policy asks of `release`:');
  });
});

describe('a note', () => {
  test('needs no action and is told', () => {
    const note: Problem = {
      code: 'policy_repository_not_visible',
      detail: 'In force is the built-in policy.',
    };
    const run = checkRun([repaired({ rule: exactRule(compliant()) })], { notes: [note] });

    expect(run.conclusion).toBe('success');
    expect(run.summary).toContain('In force is the built-in policy.');
  });

  test('on the checks of a branch stands with the branch', () => {
    const plan = planned({
      rule: exactRule(compliant({ checks: requiring('test') })),
      asked: { checks: [check('test'), check('e2e', { when: 'ready' })] },
    });
    const run = checkRun([{ plan, receipt: null, stopped: null }]);

    expect(run.conclusion).toBe('success');
    expect(run.summary).toContain('Not required until it can report\\: e2e.');
  });
});
