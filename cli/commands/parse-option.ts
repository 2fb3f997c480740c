import { InvalidArgumentError } from 'commander';

/** A parser of whole numbers in a range, for options. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}, got "${text}".`);
  };
}

/** A TCP port; 0 means any free one. */
export const portNumber = wholeNumber(0, 65_535);
