/** An answer that is not what was asked for. Thrown by a route, turned into the answer by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, more: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }

  get body(): Readonly<Record<string, unknown>> {
    const errors = this.errors === undefined ? {} : { errors: this.errors };
    return {
      message: this.message,
      ...errors,
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export type RefusalDetails = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly unknown[];
};

export function notFound(message = 'Not Found'): Refusal {
  return new Refusal(404, message);
}

/** @param reason what is wrong, as GitHub's check against its JSON schema words it */
export function invalid(reason: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${reason}`);
}
