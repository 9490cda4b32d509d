const REST = ['lint', 'security', 'build', 'validate-migrations'];

/** Workflow files of the demo's repositories: five jobs, and the same with a matrix of tests. */
export const WORKFLOWS = {
  plain: workflow('  test:'),
  matrix: workflow('  test:\n    strategy: { matrix: { python: ["3.12", "3.13"] } }'),
};

function workflow(test: string): string {
  const jobs = [test, ...REST.map((job) => `  ${job}:`)].map(
    (head) => `${head}\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]`,
  );
  return `name: CI\non: [push, pull_request]\njobs:\n${jobs.join('\n')}\n`;
}
