import { holds, type Need } from '../world/caller.ts';
import type { Happening } from '../world/happening.ts';
import { installationOn } from '../world/lookup.ts';
import type { Installation, State } from '../world/state.ts';

/** What an installation must have been granted to be told of an event. */
const NEEDS: Readonly<Record<string, Need>> = {
  push: { permission: 'contents', level: 'read' },
  create: { permission: 'contents', level: 'read' },
  delete: { permission: 'contents', level: 'read' },
  repository: { permission: 'metadata', level: 'read' },
  public: { permission: 'metadata', level: 'read' },
  branch_protection_rule: { permission: 'administration', level: 'read' },
  branch_protection_configuration: { permission: 'administration', level: 'read' },
  repository_ruleset: { permission: 'administration', level: 'read' },
  issues: { permission: 'issues', level: 'read' },
  issue_comment: { permission: 'issues', level: 'read' },
  merge_group: { permission: 'merge_queues', level: 'read' },
  pull_request_review: { permission: 'pull_requests', level: 'read' },
  organization: { permission: 'members', level: 'read' },
  custom_property_values: { permission: 'organization_custom_properties', level: 'read' },
  pull_request: { permission: 'pull_requests', level: 'read' },
  check_run: { permission: 'checks', level: 'read' },
  check_suite: { permission: 'checks', level: 'read' },
  status: { permission: 'statuses', level: 'read' },
};
const AUTOMATIC = ['installation', 'installation_repositories', 'installation_target'];
/** Whoever may write checks is told of them, asked or not. */
const WITH_CHECKS = ['check_run', 'check_suite'];

/** The installation of the app under test that is told of it; undefined when nobody of it is. */
export function installationTold(state: State, happening: Happening): Installation | undefined {
  const { event, onlyApp, repository, organisation } = happening;
  if (onlyApp !== undefined && onlyApp !== state.app.id) return undefined;
  if (AUTOMATIC.includes(event)) return ownInstallation(state, happening.installation);
  const all = [...state.installations.values()].filter((one) => one.appId === state.app.id);
  const installation =
    repository === undefined
      ? all.find((one) => one.account === organisation?.login)
      : installationOn(state, repository);
  return installation !== undefined && listens(installation, happening) ? installation : undefined;
}

function ownInstallation(state: State, installation: Installation | undefined): Installation | undefined {
  return installation?.appId === state.app.id ? installation : undefined;
}

function listens(installation: Installation, { event, onlyApp }: Happening): boolean {
  const need = NEEDS[event];
  if (need === undefined || installation.suspendedAt !== null) return false;
  const level = onlyApp === undefined ? need.level : 'write';
  if (!holds(installation.permissions, { ...need, level })) return false;
  const automatic = WITH_CHECKS.includes(event) && installation.permissions['checks'] === 'write';
  return automatic || installation.events.includes(event);
}
