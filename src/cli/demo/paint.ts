import { styleText } from 'node:util';

export type Style = 'good' | 'bad' | 'quiet' | 'strong';
/** Colours a piece of text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const STYLES = { good: 'green', bad: 'red', quiet: 'dim', strong: 'bold' } as const;

export function withColours(style: Style, text: string): string {
  return styleText(STYLES[style], text, { validateStream: false });
}

export function withoutColours(_style: Style, text: string): string {
  return text;
}
