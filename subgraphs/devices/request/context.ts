import { type Caller } from '../../kit/caller';
import { createLoaders, type DevicesLoaders } from '../loaders';
import { type DevicesServices } from './services';

/** What the resolvers of one request share. */
export interface DevicesContext {
  readonly caller: Caller;
  readonly services: DevicesServices;
  /** Replaced when what they remember is no longer true: after a mutation, and for each event of a subscription. */
  loaders: DevicesLoaders;
}

/** A fresh context for one request. */
export function createContext(services: DevicesServices, caller: Caller): DevicesContext {
  return { caller, services, loaders: createLoaders(services) };
}

/** Forgets what was loaded, so that the rest of the answer reads what is true now. */
export function renewLoaders(context: DevicesContext): void {
  context.loaders = createLoaders(context.services);
}
