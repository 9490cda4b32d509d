import type { FileText, Known } from '#model';
import { textOf } from '../check/checkout.ts';
import type { Files } from './options.ts';
import type { ReadSources } from './sources.ts';

/** The sources as named on the command line. Throws a UsageError for a file that cannot be opened. */
export function fromFiles({ organisation, repository, traits, properties }: Files): ReadSources {
  return () =>
    Promise.resolve({
      known: true,
      value: {
        traits,
        organisation: fileOf(organisation),
        repository: fileOf(repository),
        properties: properties === null ? null : () => Promise.resolve({ known: true, value: properties }),
      },
    });
}

function fileOf(file: string | null): Known<FileText | null> {
  return { known: true, value: file === null ? null : { oid: '', text: textOf(file) } };
}
