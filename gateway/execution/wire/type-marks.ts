import { ByteView } from './byte-view';
import { type TypeMark } from './layout';

/** Numbers the types of one plan. */
export class TypeMarks {
  private readonly byName = new Map<string, TypeMark>();
  private readonly names: string[] = [''];

  /** The mark of a type; the same one each time. */
  of(name: string): TypeMark {
    const known = this.byName.get(name);
    if (known) return known;
    const mark = { id: this.names.push(name) - 1, name, bytes: ByteView.of(`"${name}"`) };
    this.byName.set(name, mark);
    return mark;
  }

  /** The name of a type by its number; empty for 0. */
  nameOf(id: number): string {
    return this.names[id] ?? '';
  }
}
