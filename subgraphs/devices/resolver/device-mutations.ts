import { Arg, Ctx, Directive, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type DevicesContext, renewLoaders } from '../request/context';
import { importDevices, type ImportAnswer } from '../import/import-devices';
import { activateDevice } from '../lifecycle/activate-device';
import { quarantineDevice } from '../lifecycle/quarantine-device';
import { retireDevice } from '../lifecycle/retire-device';
import { swapDevice } from '../lifecycle/swap-device';
import { mayWrite } from '../policy';
import { ImportDeviceInput } from '../types/inputs';
import { ActivateDeviceResult, ImportPayload, RetireDeviceResult } from '../types/results';

const SCOPE = '@requiresScopes(scopes: [["devices:write"]])';

/** The steps of a box's life. */
@Resolver()
export class DeviceMutations {
  @Directive('@authenticated')
  @Directive(SCOPE)
  @Mutation(() => ImportPayload)
  async importDevices(
    @Arg('input', () => [ImportDeviceInput]) input: ImportDeviceInput[],
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
    @Ctx() context: DevicesContext,
  ): Promise<ImportAnswer> {
    return changing(context, () => importDevices(context.services, context.caller, input, idempotencyKey));
  }

  @Directive('@authenticated')
  @Directive(SCOPE)
  @Mutation(() => ActivateDeviceResult)
  async activateDevice(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('subscriberId', () => ID) subscriberId: string,
    @Arg('ifVersion', () => Int) ifVersion: number,
    @Ctx() context: DevicesContext,
  ): Promise<object> {
    return changing(context, () => activateDevice(context.services, { deviceId, ifVersion }, subscriberId));
  }

  @Directive('@authenticated')
  @Directive(SCOPE)
  @Mutation(() => ActivateDeviceResult)
  async swapDevice(
    @Arg('fromDeviceId', () => ID) fromDeviceId: string,
    @Arg('toDeviceId', () => ID) toDeviceId: string,
    @Arg('ifVersion', () => Int) ifVersion: number,
    @Ctx() context: DevicesContext,
  ): Promise<object> {
    return changing(context, () => swapDevice(context.services, { fromDeviceId, toDeviceId, ifVersion }));
  }

  @Directive('@authenticated')
  @Directive(SCOPE)
  @Mutation(() => ActivateDeviceResult)
  async quarantineDevice(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('reason', () => String) reason: string,
    @Arg('ifVersion', () => Int) ifVersion: number,
    @Ctx() context: DevicesContext,
  ): Promise<object> {
    return changing(context, () => quarantineDevice(context.services, { deviceId, ifVersion }, reason));
  }

  @Directive('@authenticated')
  @Directive(SCOPE)
  @Mutation(() => RetireDeviceResult)
  async retireDevice(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('ifVersion', () => Int) ifVersion: number,
    @Ctx() context: DevicesContext,
    @Arg('evict', () => Boolean, { nullable: true, defaultValue: false }) evict: boolean | null,
  ): Promise<object> {
    return changing(context, () => retireDevice(context.services, { deviceId, ifVersion }, evict ?? false));
  }
}

/** Checks the caller, makes the change, and forgets what was loaded before it. */
async function changing<T>(context: DevicesContext, change: () => Promise<T>): Promise<T> {
  mayWrite(context.caller);
  const result = await change();
  renewLoaders(context);
  return result;
}
