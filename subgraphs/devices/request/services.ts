import { type RoomDependencies } from '../../kit/room';
import { type HotState } from '../hot-state/hot-state';
import { type SilenceLimits } from '../hot-state/reachability';

/** What the parts of this room work with. */
export interface DevicesServices extends Pick<
  RoomDependencies,
  'database' | 'cursors' | 'feed' | 'relay' | 'envelopeKeys' | 'clock' | 'log' | 'emit' | 'store' | 'announce'
> {
  readonly hotState: HotState;
  readonly limits: SilenceLimits;
}
