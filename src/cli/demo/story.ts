import type { Act } from './act.ts';
import { breakPolicy, changePolicy } from './acts/change-policy.ts';
import { command, strangerCommands } from './acts/command.ts';
import { create, firstPush } from './acts/create.ts';
import { install } from './acts/install.ts';
import { deleteRule, loosen, tighten } from './acts/loosen.ts';
import { pressButton } from './acts/press-button.ts';
import { push } from './acts/push.ts';
import { switchOff, switchOn } from './acts/switch-off.ts';

/** What Mainstay is for, act by act; each goes on where the one before ended. */
export const STORY: readonly Act[] = [
  install,
  create,
  firstPush,
  loosen,
  deleteRule,
  tighten,
  switchOff,
  switchOn,
  push,
  strangerCommands,
  command,
  pressButton,
  changePolicy,
  breakPolicy,
];
