import { EventStreamParser } from './event-stream-parser';
import { type StreamReader } from './read-stream';

/** Reads GraphQL over SSE in its distinct connections mode: `next` holds a response, `complete` ends. */
export function createEventStreamReader(maxCharacters: number): StreamReader {
  const parser = new EventStreamParser(maxCharacters);
  let isComplete = false;
  return {
    get isComplete() {
      return isComplete;
    },
    push: (text) => {
      const responses: string[] = [];
      for (const { type, data } of parser.push(text)) {
        if (type === 'complete') isComplete = true;
        if (type === 'next' && !isComplete) responses.push(data);
      }
      return responses;
    },
  };
}
