import { type Cancellable, Cancellation } from './cancellation';

/** One piece of work and who waits for it. */
export interface Flight<Value> {
  readonly result: Promise<Value>;
  readonly cancellation: Cancellation;
  takers: number;
}

/**
 * Runs equal work once for all who want it at the same time. Unlike in a cache nothing is kept: whoever comes after the
 * end starts anew. The work is cancelled when the last of its takers has left.
 */
export class SharedFlights<Value> {
  private readonly flights = new Map<string, Flight<Value>>();

  /** The work that runs for `key`, if any. */
  find(key: string): Flight<Value> | undefined {
    return this.flights.get(key);
  }

  /** Starts work for `key`; who asks for the key from now on finds this one. Its caller must take it. */
  start(key: string, work: (cancellation: Cancellation) => Promise<Value>): Flight<Value> {
    const cancellation = new Cancellation();
    const forget = (): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    // Nobody can take it after its last taker left: it is about to end with nothing.
    cancellation.onCancel(forget);
    const flight: Flight<Value> = { result: work(cancellation), cancellation, takers: 0 };
    // Before any of the takers hears of the end.
    void flight.result.then(forget, forget);
    this.flights.set(key, flight);
    return flight;
  }

  /** What `flight` ends with. Rejects at once with the reason when `cancellation` is cancelled; the others go on. */
  take(flight: Flight<Value>, cancellation: Cancellation): Promise<Value> {
    flight.takers += 1;
    return new Promise((resolve, reject) => {
      const taker: Cancellable = {
        abort: (reason) => {
          flight.takers -= 1;
          if (flight.takers === 0) flight.cancellation.cancel(reason);
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        },
      };
      cancellation.hold(taker);
      flight.result.then(
        (value) => {
          cancellation.release(taker);
          resolve(value);
        },
        (error: Error) => {
          cancellation.release(taker);
          reject(error);
        },
      );
    });
  }
}
