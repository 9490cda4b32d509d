// The road itself: a key and its causes in, an Outcome out. Every stage is called from here, in order, once.
// It knows GitHub and the memory only by the doors it is given.
export { createReconcile, type Job } from './create-reconcile.ts';
export type { Doors, Installation, Memory, SweepTold } from './doors.ts';
