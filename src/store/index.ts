// All that outlives a process: what waits to be done, what is remembered, the ledger. The only room that knows SQL.
// In: nouns of the model. Out: the same nouns, checked on their way back, as another version may have written them.
// Never here: a decision.
export { openStore, type Store, type StoreOptions } from './open-store.ts';
