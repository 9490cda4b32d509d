// A repository's name in, a Snapshot of what GitHub says out. Reads only: nothing here decides or writes.
// What could not be read is unknown, with the reason; never "none".
export { observe, snapshotOf, type Look, type Recalled } from './observe.ts';
export type {
  Ask,
  AskGroup,
  AskSweep,
  PolicyChange,
  ProtectionAnswer,
  Reader,
  Reading,
  SweepCost,
  SweptPage,
} from './reader.ts';
