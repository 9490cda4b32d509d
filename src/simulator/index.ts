// In: the app's id, slug, keys and webhook secret. Out: a small, strict GitHub on the loopback address: a world,
// what people do in it, and over it the REST routes, GraphQL and signed webhooks that apps use.
// Never here: anything of ours; the rest of the program may be tried against it, it knows of none of it.
export { startSimulator } from './simulator.ts';
export type { Simulator, SimulatorOptions } from './simulator.ts';
export type { Exchange, Fault, Counts } from './server/exchange.ts';
export type { Chaos } from './chaos/chaos.ts';
export type { Delivery } from './webhooks/delivery.ts';
export type { ProtectionSettings } from './world/protection-state.ts';
export type { Permissions } from './world/state.ts';
export type { BranchProtection, EffectiveProtection, ProtectionWrite } from './world/protection-write.ts';
