import { type GraphQLDirective } from 'graphql';
import { type Finding } from '../finding';
import { pairByName } from '../pair-by-name';
import { diffInputValues, type InputValueKind } from './diff-input-values';
import { diffNotes } from './diff-notes';

/** All differences of the directives that clients may use or see. */
export function diffDirectives(
  before: readonly GraphQLDirective[],
  after: readonly GraphQLDirective[],
): readonly Finding[] {
  const { added, removed, kept } = pairByName(before, after);
  return [
    ...removed.map(({ name }): Finding => ({
      code: 'DIRECTIVE_REMOVED',
      coordinate: `@${name}`,
      message: `The directive @${name} was removed.`,
    })),
    ...added.map(({ name }): Finding => ({
      code: 'DIRECTIVE_ADDED',
      coordinate: `@${name}`,
      message: `The directive @${name} was added.`,
    })),
    ...kept.flatMap(([old, now]) => diffDirective(old, now)),
  ];
}

function diffDirective(before: GraphQLDirective, after: GraphQLDirective): readonly Finding[] {
  const coordinate = `@${before.name}`;
  return [
    ...diffInputValues(argumentsOf(coordinate), before.args, after.args),
    ...diffRepeatable(coordinate, before, after),
    ...diffLocations(coordinate, before, after),
    ...diffNotes(coordinate, before, after),
  ];
}

function argumentsOf(directive: string): InputValueKind {
  return {
    noun: 'argument',
    coordinate: (name) => `${directive}(${name}:)`,
    codes: {
      removed: 'DIRECTIVE_ARG_REMOVED',
      requiredAdded: 'REQUIRED_DIRECTIVE_ARG_ADDED',
      optionalAdded: 'OPTIONAL_DIRECTIVE_ARG_ADDED',
      changedKind: 'DIRECTIVE_ARG_CHANGED_KIND',
      loosened: 'DIRECTIVE_ARG_TYPE_LOOSENED',
      becameRequired: 'DIRECTIVE_ARG_BECAME_REQUIRED',
      becameOptional: 'DIRECTIVE_ARG_BECAME_OPTIONAL',
      defaultAdded: 'DIRECTIVE_ARG_DEFAULT_VALUE_CHANGE',
      defaultChanged: 'DIRECTIVE_ARG_DEFAULT_VALUE_CHANGE',
    },
  };
}

function diffRepeatable(
  coordinate: string,
  before: GraphQLDirective,
  after: GraphQLDirective,
): readonly Finding[] {
  if (before.isRepeatable === after.isRepeatable) return [];
  return after.isRepeatable
    ? [{ code: 'DIRECTIVE_REPEATABLE_ADDED', coordinate, message: `${coordinate} may be repeated now.` }]
    : [
        {
          code: 'DIRECTIVE_REPEATABLE_REMOVED',
          coordinate,
          message: `${coordinate} may no longer be repeated.`,
        },
      ];
}

function diffLocations(
  coordinate: string,
  before: GraphQLDirective,
  after: GraphQLDirective,
): readonly Finding[] {
  const removed = before.locations.filter((location) => !after.locations.includes(location));
  const added = after.locations.filter((location) => !before.locations.includes(location));
  return [
    ...removed.map((location): Finding => ({
      code: 'DIRECTIVE_LOCATION_REMOVED',
      coordinate,
      message: `${coordinate} may no longer stand at ${location}.`,
    })),
    ...added.map((location): Finding => ({
      code: 'DIRECTIVE_LOCATION_ADDED',
      coordinate,
      message: `${coordinate} may stand at ${location} now.`,
    })),
  ];
}
