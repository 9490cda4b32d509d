/** Every problem a user can meet: what it means, how to mend it, where GitHub explains it. docs/problems.md is made from this. */
type CatalogueEntry = {
  /** What it means, as a sentence. */
  readonly title: string;
  readonly fix: string;
  readonly link: string;
};

const DOCS = 'https://docs.github.com/en';
const PROTECTION = `${DOCS}/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches`;
const PLANS = `${DOCS}/get-started/learning-about-github/githubs-plans`;
const PERMISSIONS = `${DOCS}/apps/using-github-apps/reviewing-and-modifying-installed-github-apps`;
const CHECKS = `${DOCS}/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks`;
const ACTIONS = `${DOCS}/actions/writing-workflows/workflow-syntax-for-github-actions`;
const RULESETS = `${DOCS}/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets`;
const POLICY = 'https://github.com/mainstay-app/mainstay/blob/main/docs/policy.md';

export const CATALOGUE = {
  branch_missing: {
    title: 'The branch does not exist yet',
    fix: 'Push the first commit to it; Mainstay protects it with that push.',
    link: PROTECTION,
  },
  repository_archived: {
    title: 'The repository is archived and read-only',
    fix: 'Nothing to do; it is looked at again when it is unarchived.',
    link: `${DOCS}/repositories/archiving-a-github-repository/archiving-repositories`,
  },
  repository_disabled: {
    title: 'GitHub disabled the repository',
    fix: 'Ask GitHub Support why it is disabled; it is looked at again when it is back.',
    link: 'https://support.github.com',
  },
  repository_not_found: {
    title: 'The repository cannot be seen',
    fix: 'If it still exists, give the App access to it in the installation settings.',
    link: PERMISSIONS,
  },
  installation_suspended: {
    title: 'The installation is suspended',
    fix: 'Unsuspend it in the installation settings of the organisation; what waits goes on by itself.',
    link: PERMISSIONS,
  },
  app_key_refused: {
    title: 'GitHub does not take the private key of the App',
    fix: "Generate a key on the App's settings page, give it to Mainstay (`PRIVATE_KEY_PATH` or `PRIVATE_KEY`), see that `APP_ID` is the App's and that this machine's clock is right, and restart. What waits is kept.",
    link: `${DOCS}/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps`,
  },
  exempt: {
    title: 'The organisation exempted this repository',
    fix: "Take it out of `exempt` in the organisation's policy to protect it again.",
    link: POLICY,
  },
  permission_missing: {
    title: 'The installation lacks a permission',
    fix: "Accept the App's current permissions in the organisation's installation settings.",
    link: PERMISSIONS,
  },
  upgrade_or_public_required: {
    title: "The organisation's plan does not offer branch protection here",
    fix: 'Make the repository public, or upgrade the plan.',
    link: PLANS,
  },
  org_rulesets_not_offered: {
    title: "The organisation's plan does not offer rulesets of the organisation",
    fix: 'Upgrade the plan, or let the policy say `via: ruleset` or `via: classic`.',
    link: PLANS,
  },
  protections_disabled: {
    title: 'All branch protections of the repository are switched off',
    fix: 'Switch them on again under Settings, Branches; Mainstay repairs the rule as soon as GitHub says so.',
    link: PROTECTION,
  },
  read_incomplete: {
    title: "GitHub's answer was incomplete",
    fix: 'Nothing to do; it is read again with the next event or sweep.',
    link: PROTECTION,
  },
  rule_not_visible: {
    title: 'A setting of the rule cannot be seen, so it cannot be carried over',
    fix: 'Make an exact rule for the branch by hand, or give the App access to the actors the rule names.',
    link: PROTECTION,
  },
  check_pinned_elsewhere: {
    title: 'A person pinned the check to another App than the policy names',
    fix: "Change the check's source in the branch's rule, or the `source` in the policy.",
    link: CHECKS,
  },
  actor_unknown: {
    title: 'The policy names a person, team or App that GitHub does not know',
    fix: 'Correct the login or slug in the policy, or give it access to the repository.',
    link: POLICY,
  },
  bypass_not_visible: {
    title: 'A ruleset protects the branch, and who may bypass it cannot be seen',
    fix: 'Give the App the permission "Organization administration", so that it can see who may bypass rulesets of the organisation.',
    link: RULESETS,
  },
  merge_queue_in_the_way: {
    title: 'The branch has a merge queue that a new rule would switch off',
    fix: 'Make an exact rule for the branch by hand, with the merge queue, and Mainstay keeps the rest of it right.',
    link: PROTECTION,
  },
  ruleset_unknown_field: {
    title: "Mainstay's ruleset holds something that a write could lose",
    fix: 'Move what is named here into a ruleset of its own; Mainstay then writes its own again.',
    link: RULESETS,
  },
  ruleset_names_differ: {
    title: 'A check is called differently from place to place, so one ruleset cannot require it',
    fix: 'Give the job the same name everywhere, or let the policy say `via: classic` or `via: ruleset` for these repositories.',
    link: RULESETS,
  },
  ruleset_cannot_hold: {
    title: 'A ruleset has no place for a setting that the policy asks for',
    fix: 'Take the setting out of the policy, or let it say `via: classic`.',
    link: RULESETS,
  },
  paused: {
    title: 'Protection is paused by a person',
    fix: 'Nothing to do; it is enforced again at the time named here. `/mainstay resume` ends the pause now.',
    link: POLICY,
  },
  policy_waits: {
    title: 'A changed policy waits for a person before it counts',
    fix: "Let an owner of the organisation approve it: a review of the pull request's last commit, `/mainstay approve` in a comment, or the button.",
    link: POLICY,
  },
  policy_moved: {
    title: 'The world has moved since the policy was approved',
    fix: 'Nothing to do; what the policy does now is named here, beside what it would have done then.',
    link: POLICY,
  },
  policy_weighs: {
    title: 'The changed policy would make repositories weaker, or touch many of them',
    fix: "Look at the list; then let an owner of the organisation who is not its author approve the pull request's last commit.",
    link: POLICY,
  },
  second_manager: {
    title: 'Somebody else keeps changing the same setting back',
    fix: 'Agree on one place that decides it: change the policy, or stop the other side.',
    link: POLICY,
  },
  write_dropped: {
    title: 'GitHub accepted the write and left a part of it out',
    fix: 'Look at the rule in Settings, Branches; the part named here has to be set there by hand.',
    link: PROTECTION,
  },
  write_refused: {
    title: 'GitHub refused the write',
    fix: "GitHub's own words say why; the repository is tried again with the next event or sweep.",
    link: PROTECTION,
  },
  no_workflows: {
    title: 'The repository has no workflow that could report the required checks',
    fix: "Add the workflows by pull request, or name the repository under `exempt`, or give the checks `when: ready`, in the organisation's policy.",
    link: ACTIONS,
  },
  check_never_reports: {
    title: 'A required check can never report, so every pull request waits for it',
    fix: 'Let a workflow that runs on pull requests report it, or take it out of the policy.',
    link: CHECKS,
  },
  workflow_broken: {
    title: 'A workflow does not run as it is written',
    fix: 'Mend the line named here; until then what it reported stays required.',
    link: ACTIONS,
  },
  check_ambiguous: {
    title: 'Several jobs have the name of a check',
    fix: 'Say which one is meant: `{check: <name>, workflow: <file>}` in the policy.',
    link: POLICY,
  },
  check_dynamic: {
    title: 'What a check is called is known only when it runs, so it cannot be required',
    fix: 'Give the job a name without values of a run, or name the context itself: `{context: <name>}`.',
    link: CHECKS,
  },
  check_not_ready: {
    title: 'A check waits until it can report before it becomes required',
    fix: 'Nothing to do; with `when: always` it would be required at once.',
    link: POLICY,
  },
  checks_starting: {
    title: 'A workflow has started and does not show its checks yet',
    fix: 'Nothing to do; it is looked at again in a minute.',
    link: CHECKS,
  },
  check_waived: {
    title: 'A required check is left out of the requirement for a while',
    fix: 'Nothing to do; it ends when the pull request is merged or closed, and after 24 hours at the latest.',
    link: CHECKS,
  },
  policy_repository_not_visible: {
    title: 'The policy repository is not in the installation, so the built-in policy is in force',
    fix: 'Add the repository `.github` to the installation if the organisation keeps a policy there.',
    link: PERMISSIONS,
  },
  policy_gone: {
    title: 'The policy file is gone; the last good one stays in force',
    fix: 'Restore the file. To go back to the built-in policy on purpose, let it say only `version: 1`.',
    link: POLICY,
  },
  policy_unreadable: {
    title: 'The policy file could not be read',
    fix: 'Keep the file below 512 kB of plain UTF-8 text.',
    link: POLICY,
  },
  policy_syntax: {
    title: 'The policy file is not valid YAML',
    fix: 'Mend the line named here.',
    link: POLICY,
  },
  policy_version: {
    title: 'The policy file does not say that it is version 1 of the policy language',
    fix: 'Let the file say `version: 1`, a number without quotes.',
    link: POLICY,
  },
  policy_duplicate: {
    title: 'The policy file says the same thing twice',
    fix: 'Keep the one that is meant and take the other out.',
    link: POLICY,
  },
  policy_unknown_key: {
    title: 'The policy file has a key that does not exist',
    fix: 'Correct the spelling or take the key out.',
    link: POLICY,
  },
  policy_invalid_value: {
    title: 'The policy file has a value that is not allowed',
    fix: 'Give the value the type that is named here.',
    link: POLICY,
  },
  policy_conflict: {
    title: 'Two parts of the policy set the same value differently for one repository',
    fix: 'Let both say the same, or let only one of them match the repository.',
    link: POLICY,
  },
  policy_properties_unknown: {
    title: "The policy goes by custom properties, and the repository's cannot be read",
    fix: 'Nothing to do if GitHub was only busy; else see whether the App has the permissions it asks for.',
    link: POLICY,
  },
  policy_only_tightens: {
    title: "A repository's own file may only tighten the organisation's policy",
    fix: "Take the line out here, or change the organisation's policy.",
    link: POLICY,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
