/** What git refuses anywhere in a branch's name (https://git-scm.com/docs/git-check-ref-format). */
const FORBIDDEN = /[\p{Cc}\p{Cs} ~^:?*[\]\\]|\.\.|@\{|\/\/|(^|\/)\.|\.lock(\/|$)/u;
/** What neither begins nor ends one, and the full form `refs/heads/main`, which GitHub takes for a mistake. */
const EDGES = /^[-/]|^refs\/|^@$|[/.]$/u;

/** Whether git and GitHub allow it as a branch's name. A wildcard is not one. */
export function isBranchName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && !FORBIDDEN.test(name) && !EDGES.test(name);
}
