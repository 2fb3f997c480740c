/** The id of the resource provider of a box: they are one to one. */
export function providerIdOf(deviceId: string): string {
  return `rp-${deviceId}`;
}
