type Rule = { readonly type: string; readonly parameters?: Readonly<Record<string, unknown>> };

const PATTERN = { name: 'tickets', negate: true, operator: 'regex', pattern: '^ACME-' };

/** A rule of each type that GitHub documents, each of its fields away from its default. */
export const EVERY_RULE: readonly Rule[] = [
  { type: 'creation' },
  { type: 'update', parameters: { update_allows_fetch_and_merge: true } },
  { type: 'deletion' },
  { type: 'required_linear_history' },
  {
    type: 'merge_queue',
    parameters: {
      check_response_timeout_minutes: 11,
      grouping_strategy: 'HEADGREEN',
      max_entries_to_build: 2,
      max_entries_to_merge: 3,
      merge_method: 'SQUASH',
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 4,
    },
  },
  { type: 'required_deployments', parameters: { required_deployment_environments: ['production'] } },
  { type: 'required_signatures' },
  {
    type: 'pull_request',
    parameters: {
      allowed_merge_methods: ['squash', 'rebase'],
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_approving_review_count: 7,
      required_review_thread_resolution: true,
    },
  },
  {
    type: 'required_status_checks',
    parameters: {
      do_not_enforce_on_create: true,
      required_status_checks: [{ context: 'test', integration_id: 15368 }, { context: 'lint' }],
      strict_required_status_checks_policy: true,
    },
  },
  { type: 'non_fast_forward' },
  { type: 'commit_message_pattern', parameters: PATTERN },
  { type: 'commit_author_email_pattern', parameters: PATTERN },
  { type: 'committer_email_pattern', parameters: PATTERN },
  { type: 'branch_name_pattern', parameters: PATTERN },
  { type: 'tag_name_pattern', parameters: PATTERN },
  {
    type: 'workflows',
    parameters: {
      do_not_enforce_on_create: true,
      workflows: [
        { path: '.github/workflows/ci.yml', repository_id: 7, ref: 'refs/heads/main', sha: 'a'.repeat(40) },
      ],
    },
  },
  {
    type: 'code_scanning',
    parameters: {
      code_scanning_tools: [
        { tool: 'CodeQL', alerts_threshold: 'errors', security_alerts_threshold: 'high_or_higher' },
      ],
    },
  },
  {
    type: 'copilot_code_review',
    parameters: { review_draft_pull_requests: true, review_on_push: true },
  },
  { type: 'license_compliance_scanning' },
  { type: 'file_path_restriction', parameters: { restricted_file_paths: ['secrets/**'] } },
  { type: 'max_file_path_length', parameters: { max_file_path_length: 99 } },
  { type: 'file_extension_restriction', parameters: { restricted_file_extensions: ['exe'] } },
  { type: 'max_file_size', parameters: { max_file_size: 5 } },
];
