/** Whether a rule's pattern covers a branch: Ruby's fnmatch with FNM_PATHNAME, so `*` stops at a slash. */
export function matchesBranch(pattern: string, branch: string): boolean {
  return pattern === branch || patternToRegExp(pattern).test(branch);
}

export function isExact(pattern: string): boolean {
  return !/[*?[\]{}\\]/.test(pattern);
}

function patternToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*+|\?|\[(?:!|\^)?[^\]]+\]|[^*?[]+|\[/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[') && part.length > 1) return part.replace(/^\[[!^]/, '[^');
    return part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
