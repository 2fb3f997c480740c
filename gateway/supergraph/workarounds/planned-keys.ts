import { visit, type DocumentNode, type StringValueNode } from 'graphql';
import { parseFieldSet } from './field-set';
import { specificationNames } from './specification-names';

const FIELD_SET_ARGUMENTS: ReadonlySet<string> = new Set(['key', 'requires', 'contextArguments']);

/** The response keys under which plans keep what the keys, `@requires` and `@fromContext` of a supergraph ask for. */
export function plannedKeys(document: DocumentNode): ReadonlySet<string> {
  const { joinType, joinField } = specificationNames(document);
  const keys = new Set<string>();
  const collect = ({ value }: StringValueNode): void => {
    const fieldSet = parseFieldSet(value);
    if (fieldSet) visit(fieldSet, { Field: ({ name }) => void keys.add(name.value) });
  };
  visit(document, {
    Directive: (directive) => {
      if (directive.name.value !== joinType && directive.name.value !== joinField) return false;
      for (const argument of directive.arguments ?? []) {
        if (FIELD_SET_ARGUMENTS.has(argument.name.value)) visit(argument, { StringValue: collect });
      }
      return false;
    },
  });
  return keys;
}
