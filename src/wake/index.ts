// A verified delivery in, wakes out: which key to look at, under whose installation, and why. One table, pure.
// Never here: what is to be done about a key, or whether the sender may ask for it.
export { wakesOf, type Delivery } from './wakes-of.ts';
export { isWaking, WAKING_EVENTS } from './waking-events.ts';
