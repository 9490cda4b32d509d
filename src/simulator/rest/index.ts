import { accountRoutes } from './account.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { issueRoutes } from './issues.ts';
import { protectionContextRoutes } from './protection-contexts.ts';
import { protectionRestrictionRoutes } from './protection-restrictions.ts';
import { protectionReviewRoutes } from './protection-reviews.ts';
import { protectionRoutes } from './protection.ts';
import { repositoryRoutes } from './repositories.ts';
import type { Route } from './route.ts';
import { rulesetRoutes } from './rulesets.ts';

export const routes: readonly Route[] = [
  ...appRoutes,
  ...protectionRoutes,
  ...protectionReviewRoutes,
  ...protectionContextRoutes,
  ...protectionRestrictionRoutes,
  ...issueRoutes,
  ...repositoryRoutes,
  ...rulesetRoutes,
  ...contentRoutes,
  ...checkRoutes,
  ...commentRoutes,
  ...deliveryRoutes,
  ...accountRoutes,
];
