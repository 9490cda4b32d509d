import type { Row } from './event.ts';
import * as look from './look.ts';
import * as order from './order.ts';
import * as propose from './propose.ts';

/**
 * What an event makes us look at; an event that is not here wakes nothing.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const TABLE = {
  'installation.created': look.organisation,
  'installation.new_permissions_accepted': look.organisation,
  'installation.unsuspend': look.organisation,
  'installation_target.renamed': look.organisation,
  'installation_repositories.added': look.addedRepositories,
  'repository.created': look.repositoryChanged,
  'repository.edited': look.defaultBranchChanged,
  'repository.renamed': look.repositoryChanged,
  'repository.transferred': look.repositoryChanged,
  'repository.unarchived': look.repositoryChanged,
  'repository.publicized': look.repositoryChanged,
  'repository.privatized': look.repositoryChanged,
  public: look.repositoryChanged,
  create: look.branchCreated,
  push: look.pushed,
  'branch_protection_rule.created': look.repository,
  'branch_protection_rule.edited': look.repository,
  'branch_protection_rule.deleted': look.repository,
  'branch_protection_configuration.enabled': look.repository,
  'branch_protection_configuration.disabled': look.repository,
  'repository_ruleset.created': look.repositoryOrOrganisation,
  'repository_ruleset.edited': look.repositoryOrOrganisation,
  'repository_ruleset.deleted': look.repositoryOrOrganisation,
  'pull_request.opened': propose.pullChanged,
  'pull_request.reopened': propose.pullChanged,
  'pull_request.synchronize': propose.pullChanged,
  'pull_request.ready_for_review': propose.pullChanged,
  'pull_request.converted_to_draft': propose.pullChanged,
  'pull_request.edited': propose.baseChanged,
  'pull_request.closed': propose.pullChanged,
  'pull_request_review.submitted': propose.reviewed,
  'pull_request_review.dismissed': propose.reviewed,
  'merge_group.checks_requested': propose.groupQueued,
  'issue_comment.created': order.commented,
  'check_run.requested_action': order.buttonPressed,
  'check_run.rerequested': order.runAgain,
  'check_suite.rerequested': order.suiteAgain,
} as const satisfies Readonly<Record<string, Row>>;
