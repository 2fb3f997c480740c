import { type Part } from '../process/part';
import { type HeapSize } from './heap-answers';

/** How much the heap of a gateway holds that was started with heap-answers.ts. */
export async function heapOf(part: Part): Promise<HeapSize> {
  // What heap-answers.ts answers.
  return (await part.ask('heap')) as HeapSize;
}
