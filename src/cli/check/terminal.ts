const COLOURS = { green: 32, yellow: 33, red: 31, dim: 2, bold: 1 } as const;
export type Colour = keyof typeof COLOURS;
export type Paint = (text: string, colour: Colour) => string;

const WIDTH = 100;

export function painter(coloured: boolean): Paint {
  return (text, colour) => (coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text);
}

/** Names come from files that anybody may have written: no control character of theirs reaches a terminal. */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Cf}/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as lines of a readable width, indented. */
export function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
