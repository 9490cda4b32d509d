import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createIntake, type IntakeParts } from './intake.ts';
import { createReadiness, type Readiness } from './readiness.ts';

/** Pages of another room, served below a path. They get web-standard requests, with their whole path. */
export type Pages = {
  readonly path: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
};

export type SiteParts = IntakeParts & {
  readonly ready: () => Promise<Readiness>;
  /** What `/readyz` tells besides, without being a reason to be unready. */
  readonly detail?: () => Readonly<Record<string, unknown>>;
  readonly pages?: Pages;
};

export type Site = Hono<{ Bindings: HttpBindings }>;

/** Where GitHub sends webhooks: Probot's path. */
export const WEBHOOK_PATH = '/api/github/webhooks';
const HOME = `Mainstay keeps main protected.

${WEBHOOK_PATH}  GitHub's webhooks
/healthz              the process lives
/readyz               the database and the queue are up
`;

/** All that can be reached from outside. What is not named here is 404, and no error's words leave the house. */
export function createSite({ ready, detail = () => ({}), pages, ...parts }: SiteParts): Site {
  const site: Site = new Hono();
  const intake = createIntake(parts);
  const readiness = createReadiness(ready);

  site.use(async (context, next) => {
    await next();
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Cache-Control', 'no-store');
  });
  site.post(WEBHOOK_PATH, async (context) => {
    const { status, text } = await intake(context.env.incoming);
    if (status >= 400) parts.log.warn({ status }, text);
    // A refused body may still be on its way: the connection is of no more use.
    if (status >= 400) context.header('Connection', 'close');
    return context.text(`${text}\n`, status);
  });
  site.all(WEBHOOK_PATH, (context) => context.text('Only POST.\n', 405, { Allow: 'POST' }));
  site.get('/healthz', (context) => context.json({ alive: true }));
  site.get('/readyz', async (context) => {
    const up = await readiness();
    const all = Object.values(up).every((part) => part !== false);
    return context.json({ ready: all, ...up, ...detail() }, all ? 200 : 503);
  });
  site.get('/', (context) => context.text(HOME));
  if (pages) site.all(`${pages.path}/*`, (context) => pages.fetch(context.req.raw));
  site.notFound((context) => context.text('Not found.\n', 404));
  site.onError((error, context) => {
    parts.log.error({ err: error }, 'A request failed');
    return context.text('Something went wrong; the log says what.\n', 500);
  });
  return site;
}
