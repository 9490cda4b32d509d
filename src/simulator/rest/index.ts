import { appRoutes } from './apps.ts';
import { protectionRoutes } from './protection.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [...appRoutes, ...protectionRoutes];
