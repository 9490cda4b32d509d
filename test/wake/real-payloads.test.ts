import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyText } from '#model';
import { WEBHOOK_EXAMPLES as ALL, type WebhookExample } from '#kit/webhook-examples';
import { isWaking, WAKING_EVENTS } from '#wake';
import { wakes } from './fixture.ts';

function label({ name, payload }: WebhookExample): string {
  return typeof payload['action'] === 'string' ? `${name}.${payload['action']}` : name;
}

describe("GitHub's real payloads", () => {
  test('wake only what the table names', () => {
    const woken = new Set<string>();
    for (const each of ALL) {
      const installed = { ...each.payload, installation: each.payload['installation'] ?? { id: 1 } };
      if (wakes(each.name, installed).length > 0) woken.add(label(each));
    }

    expect([...woken].sort()).toEqual([
      'branch_protection_rule.created',
      'branch_protection_rule.deleted',
      'branch_protection_rule.edited',
      'installation.created',
      'installation.new_permissions_accepted',
      'installation.unsuspend',
      'installation_repositories.added',
      'merge_group.checks_requested',
      'public',
      'pull_request.closed',
      'pull_request.converted_to_draft',
      'pull_request.opened',
      'pull_request.ready_for_review',
      'pull_request.reopened',
      'pull_request.synchronize',
      'pull_request_review.dismissed',
      'push',
      'repository.created',
      'repository.edited',
      'repository.privatized',
      'repository.publicized',
      'repository.renamed',
      'repository.transferred',
    ]);
  });

  test('without an installation wake nothing', () => {
    for (const { name, payload } of ALL) {
      expect(wakes(name, { ...payload, installation: undefined })).toEqual([]);
    }
  });

  test('name the repository they are about', () => {
    const created = ALL.find((each) => label(each) === 'repository.created');

    const woken = wakes('repository', { ...created?.payload, installation: { id: 1 } });

    expect(woken.map((wake) => keyText(wake.key))).toEqual(['repo:octocoders/hello-world']);
  });

  test('with any part missing or of another type never end in an error', () => {
    const relevant = ALL.filter((each) => isWaking(each.name));
    const junk = fc.constantFrom<unknown>(undefined, null, 0, '', 'x/y/z', [], [null], {}, { id: 'one' });

    fc.assert(
      fc.property(fc.constantFrom(...relevant), fc.nat(40), junk, ({ name, payload }, at, value) => {
        const field = Object.keys(payload)[at % Object.keys(payload).length] ?? 'action';
        const broken = { ...payload, installation: { id: 1 }, [field]: value };

        for (const wake of wakes(name, broken))
          expect(keyText(wake.key)).toMatch(/^(repo|org|command|pull|group):[\w.-]+/);
      }),
    );
  });

  test.each([null, undefined, 'text', 5, [], { action: 7 }, { action: '__proto__' }])(
    'that are not payloads at all (%j) wake nothing',
    (payload) => {
      for (const event of WAKING_EVENTS) expect(wakes(event.split('.')[0] ?? '', payload)).toEqual([]);
    },
  );
});

describe('an event by its name alone', () => {
  test('is known to wake nothing, so that its body need not be read', () => {
    expect(isWaking('workflow_job')).toBe(false);
    expect(isWaking('toString')).toBe(false);
    expect(isWaking('push')).toBe(true);
  });
});
