import { fullName, type RepoName } from './repo.ts';

/** What there is to look at. One run per key at a time; the key says where, never what to do there. */
export type WorkKey =
  | { readonly kind: 'repo'; readonly repo: RepoName }
  | { readonly kind: 'org'; readonly org: string }
  | { readonly kind: 'command'; readonly repo: RepoName; readonly id: string }
  | { readonly kind: 'pull'; readonly repo: RepoName; readonly number: number }
  /** A merge queue's group: its commit, and the base branch's commit that it is built on. */
  | {
      readonly kind: 'group';
      readonly repo: RepoName;
      readonly branch: string;
      readonly base: string;
      readonly head: string;
    };

/**
 * The key as the queue stores it: `repo:acme/api`, `org:acme`, `command:acme/api#<comment or button id>`,
 * `pull:acme/api#7`, `group:acme/api#<head commit>`.
 */
export function keyText(key: WorkKey): string {
  if (key.kind === 'org') return `org:${key.org}`.toLowerCase();
  if (key.kind === 'repo') return `repo:${fullName(key.repo)}`.toLowerCase();
  return `${key.kind}:${fullName(key.repo)}#${within(key)}`.toLowerCase();
}

function within(key: Extract<WorkKey, { readonly kind: 'command' | 'pull' | 'group' }>): string {
  if (key.kind === 'command') return key.id;
  return key.kind === 'pull' ? String(key.number) : key.head;
}

/** Who did it, as the event's sender says. */
export type Actor = { readonly login: string; readonly bot: boolean };

/**
 * `/mainstay <name>` in a comment, or the button of the same effect on a check run. `accept` lets a pull request
 * go without the checks that it makes vanish.
 */
export type Command = {
  /**
   * `repair` mends once what the policy's monitor mode only reports; `sync` looks again as the policy says; `approve`
   * lets a policy count that waits for a person; `pause` and `resume` stop and start repairs.
   */
  readonly name: 'sync' | 'plan' | 'repair' | 'help' | 'accept' | 'approve' | 'pause' | 'resume';
  /** What follows the name on its line, trimmed and cut; absent where nothing does. */
  readonly argument?: string;
  readonly by: Actor;
  /**
   * Where the answer goes: the comment (and its issue) or, for a button, only the check run itself. Its id is null
   * where a person re-ran all checks of a suite: that event names none.
   */
  readonly from:
    | {
        readonly kind: 'comment';
        readonly comment: number;
        readonly issue: number;
        /** Set where the issue is a pull request. */
        readonly pull?: true;
      }
    | {
        readonly kind: 'button';
        readonly checkRun: number | null;
        /** The pull request whose commit carries the check run, where the command is about one. */
        readonly pull?: number;
      };
};

/** Why a key was woken. Level-triggered: it explains and is answered, it never decides what is repaired. */
export type Cause = {
  /** The delivery's GUID, or the word of a clock (`sweep:2026-11-23T06`). */
  readonly delivery: string;
  /** The event with its action (`branch_protection_rule.edited`), or `sweep`, `start`. */
  readonly event: string;
  readonly actor: Actor | null;
  /** Set where a person asked: its sender's permission was not checked yet on a `command` key, and was on a `repo` key. */
  readonly command?: Command;
  /** Set where the event is about one branch that is neither the default one nor `main`: few policies name it. */
  readonly branch?: string;
};

/** One thing to do: a key, under whose installation, and why. */
export type Wake = {
  readonly key: WorkKey;
  readonly installation: number;
  readonly cause: Cause;
  /** Live events go before sweeps. */
  readonly priority: 'live' | 'sweep';
};
