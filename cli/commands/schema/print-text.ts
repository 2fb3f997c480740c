import path from 'node:path';

/** Prints a text, or writes it to a file. Rejects with InputError when the file cannot be written. */
export async function printText(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  const { writeWhole } = await import('../../../schema/sources/write-whole.js');
  await writeWhole(path.resolve(output), output, text);
}
