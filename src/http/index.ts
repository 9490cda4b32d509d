// Requests in, verified deliveries out; health beside it. The only room that knows hono.
// Here nothing is decided about a delivery, and nothing is answered 2xx before `deliver` has stored it.
export { listen, type Listening } from './listen.ts';
export { createSite, WEBHOOK_PATH } from './site.ts';
export type { Delivery } from './intake.ts';
