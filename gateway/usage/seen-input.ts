import { isRecord } from '../support/is-record';
import { type NotedObject, type NotedType, type NotedVariables } from './noted-variables';

/** The enum values and input fields that were seen. They are names of the schema: nothing of a value gets in here. */
export class SeenInput {
  private readonly seenValues = new Map<string, Set<string>>();
  private readonly seenFields = new Set<string>();
  private left: number;

  constructor(private readonly noted: NotedVariables) {
    this.left = noted.possible;
  }

  /** Notes what valid variables carry. Once all there is has been seen it costs nothing. */
  note(given: Readonly<Record<string, unknown>>): void {
    if (this.left === 0) return;
    for (const { name, type } of this.noted.variables) this.noteValue(type, given[name]);
  }

  /** The values that were sent, by enum. */
  get values(): Record<string, string[]> {
    const names = [...this.seenValues.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, [...(this.seenValues.get(name) ?? [])].sort()]));
  }

  /** `Input.field` of each field, and `Input` of each type of which there was an object. */
  get inputFields(): string[] {
    return [...this.seenFields].sort();
  }

  private noteValue(type: NotedType, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) this.noteValue(type, item);
    } else if (type.kind === 'object') {
      if (isRecord(value)) this.noteObject(type, value);
    } else if (typeof value === 'string' && type.values.has(value)) {
      let seen = this.seenValues.get(type.name);
      if (!seen) this.seenValues.set(type.name, (seen = new Set<string>()));
      this.addTo(seen, value);
    }
  }

  private noteObject({ name, fields }: NotedObject, value: Readonly<Record<string, unknown>>): void {
    this.addTo(this.seenFields, name);
    for (const key of Object.keys(value)) {
      const field = fields.get(key);
      if (!field) continue;
      this.addTo(this.seenFields, field.coordinate);
      if (field.type) this.noteValue(field.type, value[key]);
    }
  }

  private addTo(seen: Set<string>, name: string): void {
    if (seen.has(name)) return;
    seen.add(name);
    this.left -= 1;
  }
}
