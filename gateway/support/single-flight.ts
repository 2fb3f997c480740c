/** Runs one piece of work per key at a time: whoever asks for the same key meanwhile gets the same promise. */
export class SingleFlight<Value> {
  private readonly flights = new Map<string, Promise<Value>>();

  /** The running work for `key`, or that of `start` when none runs. Rejects with what the work rejects with. */
  run(key: string, start: () => Promise<Value>): Promise<Value> {
    const running = this.flights.get(key);
    if (running) return running;
    const flight = start().finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }
}
