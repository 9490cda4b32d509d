const DIGITS = 15;

/**
 * A number as GitHub prints it in a job's name: .NET's "G15" (actions/runner, NumberExpressionData.cs).
 * Fifteen significant digits; an exponent of two digits or more from 1E+15 up and below 1E-05.
 */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return '0';
  const [mantissa = '', power = ''] = value.toExponential(DIGITS - 1).split('e');
  const exponent = Number(power);
  if (exponent > -5 && exponent < DIGITS) return trimmed(value.toFixed(Math.max(0, DIGITS - 1 - exponent)));
  const sign = exponent < 0 ? '-' : '+';
  return `${trimmed(mantissa)}E${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
