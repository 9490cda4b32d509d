import type { Migration } from 'kysely/migration';
import { up as first } from './0001-first.ts';
import { up as pulls } from './0002-pulls.ts';
import { up as commandIds } from './0003-command-ids.ts';
import { up as recovery } from './0004-recovery.ts';
import { up as budgets } from './0005-budgets.ts';
import { up as organisations } from './0006-organisations.ts';
import { up as sweeps } from './0007-sweeps.ts';

/** Every migration ever released, by name; they run in the order of their names, forward only. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': { up: first },
  '0002-pulls': { up: pulls },
  '0003-command-ids': { up: commandIds },
  '0004-recovery': { up: recovery },
  '0005-budgets': { up: budgets },
  '0006-organisations': { up: organisations },
  '0007-sweeps': { up: sweeps },
};
