// Makes the database that tests copy, where it is missing: once, before them, so that none of them waits for it.
export default async function () {
  if (process.env.TEST_DATABASE_URL !== undefined) return;
  const { snapshot } = await import('./snapshot.ts');
  await snapshot();
}
