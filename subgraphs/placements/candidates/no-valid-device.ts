import type { FilterCount, NoValidDeviceProblem } from '../engine-types';

/** No box takes it; `filters` says where they were lost. */
export function noValidDevice(
  message: string,
  retryable: boolean,
  filters: readonly FilterCount[],
): NoValidDeviceProblem {
  return { __typename: 'NoValidDevice', retryable, message, filters };
}
