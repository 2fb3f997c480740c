import { clientError } from '../../kit/errors';
import { type DevicesServices } from '../request/services';
import { changeDevice, type DeviceReference } from './change-device';
import { type ChangeResult } from './device-problem';

const MAX_REASON_LENGTH = 500;

/**
 * Locks a box away: failed attestation, a cloned serial number, abuse (domain A4).
 *
 * @throws GraphQLError BAD_USER_INPUT for a reason that says nothing or cannot be stored.
 */
export async function quarantineDevice(
  services: DevicesServices,
  reference: DeviceReference,
  reason: string,
): Promise<ChangeResult> {
  const text = reason.trim();
  if (text === '' || text.length > MAX_REASON_LENGTH || text.includes('\0') || !text.isWellFormed()) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected a "reason" of 1 to ${MAX_REASON_LENGTH} characters, got ${text.length}.`,
    );
  }
  return changeDevice(services, reference, 'QUARANTINED', async () => ({ quarantineReason: text }));
}
