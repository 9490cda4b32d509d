/**
 * Whether a ruleset's pattern means a branch: a full ref with `*`, `**` and `?` (fnmatch with FNM_PATHNAME), or one of
 * GitHub's words. Null: it has a class of characters, of which nobody here says what it means.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
 */
export function matchesRef(pattern: string, branch: string, defaultBranch: string | null): boolean | null {
  if (pattern === '~ALL') return true;
  if (pattern === '~DEFAULT_BRANCH') return branch === defaultBranch;
  if (/[[\]{}\\]/u.test(pattern)) return null;
  return new RegExp(`^${sourceOf(pattern)}$`, 'u').test(`refs/heads/${branch}`);
}

function sourceOf(pattern: string): string {
  return pattern.replaceAll(/\*+|[\s\S]/gu, (token) => {
    if (token.startsWith('*')) return token.length > 1 ? '.*' : '[^/]*';
    return token === '?'
      ? '[^/]'
      : token.replaceAll(/[.+^$()|/-]/gu, String.raw`\$&`).replaceAll(String.raw`\-`, '-');
  });
}
