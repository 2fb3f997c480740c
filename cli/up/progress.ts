import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something long is: a bar on a terminal, a line at each tenth in a log. */
export interface ProgressView {
  update(done: number, what: string): void;
  finish(): void;
}

/** A view on the stream. */
export function progressView(title: string, stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? bar(title, stream) : lines(title, stream);
}

function bar(title: string, stream: NodeJS.WriteStream): ProgressView {
  const view = new SingleBar(
    { format: `  ${title} {bar} {percentage} % {what}`, stream, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  view.start(100, 0, { what: '' });
  return {
    update: (done, what) => view.update(Math.round(done * 100), { what }),
    finish: () => view.stop(),
  };
}

function lines(title: string, stream: NodeJS.WriteStream): ProgressView {
  let shown = -1;
  return {
    update(done, what) {
      const tenth = Math.floor(done * 10);
      if (tenth <= shown) return;
      shown = tenth;
      stream.write(`  ${title} ${tenth * 10} % ${what}\n`);
    },
    finish: () => undefined,
  };
}
