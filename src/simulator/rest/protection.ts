import { protectionShape, checksShape, adminsShape } from '../shapes/protection.ts';
import { notFound } from '../server/refusal.ts';
import { BARE_PROTECTION, createRule, editRule, removeRule } from '../world/protection.ts';
import { ruleNamed } from '../world/rule-for.ts';
import { appliedRule, branchOf, changeRule, ruleWithChecks } from './applied-rule.ts';
import { askedChecks } from './asked-checks.ts';
import { flag, objectBody } from './body.ts';
import { withProtection, type RepositoryCall } from './in-repository.ts';
import { replacedSettings } from './protection-body.ts';
import type { Answer, Route } from './route.ts';
import { senderOf } from './sender.ts';

const PATH = '/repos/{owner}/{repo}/branches/{branch}/protection';
const CHECKS = `${PATH}/required_status_checks`;
const ADMINS = `${PATH}/enforce_admins`;
const PUT_KEYS = [
  'required_status_checks',
  'enforce_admins',
  'required_pull_request_reviews',
  'restrictions',
  'required_linear_history',
  'allow_force_pushes',
  'allow_deletions',
  'block_creations',
  'required_conversation_resolution',
  'lock_branch',
  'allow_fork_syncing',
];

/** Classic protection by branch name, without the parts that have files of their own. Wildcards have no place here: they are `Branch not found`. */
export const protectionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, answer: withProtection('read', getProtection) },
  { method: 'PUT', path: PATH, accepts: PUT_KEYS, answer: withProtection('write', putProtection) },
  { method: 'DELETE', path: PATH, answer: withProtection('write', deleteProtection) },
  { method: 'GET', path: CHECKS, answer: withProtection('read', getChecks) },
  {
    method: 'PATCH',
    path: CHECKS,
    accepts: ['strict', 'contexts', 'checks'],
    answer: withProtection('write', patchChecks),
  },
  { method: 'DELETE', path: CHECKS, answer: withProtection('write', deleteChecks) },
  { method: 'GET', path: ADMINS, answer: withProtection('read', getAdmins) },
  { method: 'POST', path: ADMINS, answer: withProtection('write', postAdmins) },
  { method: 'DELETE', path: ADMINS, answer: withProtection('write', deleteAdmins) },
];

function getProtection(call: RepositoryCall): Answer {
  const { settings } = appliedRule(call);
  return { status: 200, body: protectionShape(call.state, branchOf(call), settings) };
}

/** Where only a wildcard covers the branch, a PUT makes a second, exact rule and leaves the wildcard. */
function putProtection(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const { branch } = branchOf(call);
  const rule = ruleNamed(repository, branch);
  const now = rule?.settings ?? BARE_PROTECTION;
  const settings = replacedSettings({ state, repository, now }, call.body);
  if (rule === undefined) createRule(state, { repository, by: senderOf(call), pattern: branch }, settings);
  else editRule(state, { repository, by: senderOf(call), rule }, settings);
  return { status: 200, body: protectionShape(state, branchOf(call), settings) };
}

function deleteProtection(call: RepositoryCall): Answer {
  const { repository } = call;
  const rule = ruleNamed(repository, branchOf(call).branch);
  if (rule === undefined) throw notFound('Branch not protected');
  removeRule(call.state, { repository, rule, by: senderOf(call) });
  return { status: 204 };
}

function getChecks(call: RepositoryCall): Answer {
  const { settings } = ruleWithChecks(call);
  return { status: 200, body: checksShape(call.state, branchOf(call), settings.checks) };
}

function patchChecks(call: RepositoryCall): Answer {
  const { rule, settings } = ruleWithChecks(call);
  const asked = objectBody(call.body);
  const checks = {
    strict: flag(asked, 'strict', settings.checks.strict),
    checks: askedChecks(call.repository, asked) ?? settings.checks.checks,
  };
  changeRule(call, rule, { checks });
  return { status: 200, body: checksShape(call.state, branchOf(call), checks) };
}

function deleteChecks(call: RepositoryCall): Answer {
  changeRule(call, ruleWithChecks(call).rule, { checks: null });
  return { status: 204 };
}

function getAdmins(call: RepositoryCall): Answer {
  return { status: 200, body: adminsShape(call.state, branchOf(call), appliedRule(call).settings) };
}

function postAdmins(call: RepositoryCall): Answer {
  changeRule(call, appliedRule(call), { adminsEnforced: true });
  return getAdmins(call);
}

function deleteAdmins(call: RepositoryCall): Answer {
  changeRule(call, appliedRule(call), { adminsEnforced: false });
  return { status: 204 };
}
