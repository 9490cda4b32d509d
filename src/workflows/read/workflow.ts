import type { Filter } from '../trigger/filter.ts';
import type { Entry, Spot, Tree } from './tree.ts';

/** One event under `on:`. `types` null: the event's default activity types. */
export type Trigger = {
  readonly event: string;
  readonly spot: Spot;
  readonly branches: Filter | null;
  readonly tags: Filter | null;
  readonly paths: Filter | null;
  readonly types: readonly string[] | null;
  readonly typesSpot: Spot;
};

/** An input that a reusable workflow declares; `fallback` is its `default:`, if it has one. */
export type Input = { readonly name: string; readonly type: string; readonly fallback: Tree | undefined };

/** One entry of `jobs:` as written. `name` undefined: none, or an empty one, so the id serves (N1). */
export type Job = {
  readonly id: string;
  readonly spot: Spot;
  readonly name: Tree | undefined;
  readonly condition: Condition | null;
  readonly needs: readonly string[];
  readonly needsSpot: Spot;
  readonly matrix: Tree | undefined;
  /** What it calls, for a job with `uses:`. */
  readonly uses: {
    readonly reference: string;
    readonly spot: Spot;
    readonly inputs: readonly Entry[];
  } | null;
  /** Whether anything it runs looks at how its `needs` ended. */
  readonly readsResults: boolean;
};

/** An `if:` as written, without the `${{ }}` around it. */
export type Condition = { readonly text: string; readonly spot: Spot };

/**
 * One workflow file. `broken`: GitHub refuses it, so nothing in it runs. `suspect`: the parser objects to a
 * part that it is known to be stricter about than GitHub.
 */
export type Workflow = {
  readonly file: string;
  readonly name: string | undefined;
  readonly triggers: readonly Trigger[];
  readonly onSpot: Spot;
  readonly callable: boolean;
  readonly inputs: readonly Input[];
  readonly jobs: readonly Job[];
  readonly state: 'good' | 'suspect' | 'broken';
  readonly lines: readonly string[];
};
