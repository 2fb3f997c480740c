import { type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import {
  restorePart,
  restoreRefused,
  type RestoredAnswer,
  type Restoring,
} from '../authorization/restore-refused';
import { isRecord } from '../support/is-record';
import {
  type DeferredExecution,
  type Delivery,
  type PartAnswer,
  type PendingPart,
} from './defer/deferred-execution';
import { type DeferredFragment } from './defer/separate-defers';
import { isAnswered, takeAdditions } from './defer/split-answer';
import { type ExecutionResult } from './execution-result';

type Path = PendingPart['path'];

/** How the refused fields of an operation come back into its parts. */
export interface PartRestoring extends Restoring {
  /** The fragments of the operation as it was asked; what is executed names each by its label. */
  readonly fragments: Iterable<DeferredFragment>;
}

/**
 * Builds the answer in parts to the original operation from the one to the filtered operation. A part shows only what its
 * own fragment selects and its caller may see; where a refusal makes an object null, nothing of the object follows.
 */
export function restoreRefusedParts(
  { first, pending, rest }: DeferredExecution,
  restoring: PartRestoring,
): DeferredExecution {
  const parts = new RestoredParts(restoring);
  const restored = parts.first(first);
  return { first: restored, pending: parts.announce(pending), rest: parts.rest(rest) };
}

class RestoredParts {
  private readonly fragments: ReadonlyMap<string | undefined, DeferredFragment>;
  /** The announced parts that are not answered, by the ids of what is executed. */
  private readonly open = new Map<string, PendingPart>();
  private answered: Record<string, unknown> | null = null;

  constructor(private readonly restoring: PartRestoring) {
    this.fragments = new Map([...restoring.fragments].map((fragment) => [fragment.label, fragment]));
  }

  first({ data, errors }: ExecutionResult): ExecutionResult {
    const restored = restoreRefused(this.restoring, data);
    this.answered = restored.data;
    return { data: restored.data, errors: [...errors, ...restored.errors] };
  }

  /** What of `parts` the client is told of: those at objects that it has. */
  announce(parts: readonly PendingPart[]): readonly PendingPart[] {
    const shown = parts.filter(({ path }) => isRecord(valueAt(this.answered, path)));
    return shown.map((part) => {
      const { id, path, label } = part;
      const named = { id, path, label: this.fragments.get(label)?.clientLabel };
      this.open.set(id, named);
      return named;
    });
  }

  /** Ends when nothing is left that the client was told of, whatever else is executed. */
  async *rest(deliveries: AsyncIterable<Delivery>): AsyncGenerator<Delivery> {
    if (this.open.size === 0) return;
    for await (const delivery of deliveries) {
      const failed: PendingPart[] = [];
      const answers = delivery.answers.flatMap((answer) => {
        const restored = this.answer(answer);
        if (restored && !restored.additions) failed.push(answer.part);
        return restored ?? [];
      });
      const pending = this.announce(delivery.pending.filter((part) => !this.isInside(part, failed)));
      const hasNext = this.open.size > 0;
      if (answers.length > 0 || pending.length > 0) yield { answers, pending, hasNext };
      if (!hasNext) return;
    }
  }

  private answer(answer: PartAnswer): PartAnswer | undefined {
    const part = this.open.get(answer.part.id);
    const fragment = this.fragments.get(answer.part.label);
    if (!part || !fragment) return undefined;
    this.open.delete(part.id);
    const { data, errors: refused } = this.restore(answer, fragment.whole);
    const errors = [...answer.errors, ...refused];
    const isNew = ({ path }: GraphQLFormattedError): boolean => !path || !isAnswered(this.answered, path);
    const newErrors = errors.filter(isNew);
    const target = valueAt(this.answered, part.path);
    const additions = data && isRecord(target) ? takeAdditions(target, data) : undefined;
    const told = additions || newErrors.length > 0 ? newErrors : errors;
    return { ...answer, part, data, errors, additions, newErrors: told };
  }

  private restore({ data, typeName, part }: PartAnswer, selectionSet: SelectionSetNode): RestoredAnswer {
    if (!data) return { data: null, errors: [] };
    return restorePart(this.restoring, typeName, selectionSet, data, part.path);
  }

  /** True for a part inside one that failed: the client has nothing to put it into. */
  private isInside({ label, path }: PendingPart, failed: readonly PendingPart[]): boolean {
    const inner = this.fragments.get(label);
    return failed.some((outer) => {
      const around = this.fragments.get(outer.label);
      return inner !== undefined && inner.within === around?.label && startsWith(path, outer.path);
    });
  }
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const element of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.prototype.hasOwnProperty.call(value, element)) return undefined;
    value = (value as Record<string | number, unknown>)[element]; // Just found to have it.
  }
  return value;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((element, index) => path[index] === element);
}
