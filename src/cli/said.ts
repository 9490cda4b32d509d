/** What a command says, and the code that it leaves with. */
export type Said = { readonly out: string; readonly error: string; readonly code: number };
