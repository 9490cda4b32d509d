// What GitHub could not deliver is fetched from its log of deliveries. In: the log's entries. Out: deliveries, through
// the same intake as those that arrive. Never here: what a delivery means, or a second way to store one.
export { startRecovery, type Recovery, type RecoveryOptions } from './start-recovery.ts';
export type {
  DeliveryLog,
  Entry,
  LogPage,
  Lost,
  LoggedDelivery,
  RecoveryMemory,
  RecoveryPoint,
} from './doors.ts';
