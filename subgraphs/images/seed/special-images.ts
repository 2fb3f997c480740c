import type { ImageStatus } from '../model/image-status';
import type { Arch, ImageVisibility } from '../model/image-words';

/** An image that is not what the catalogue's rule makes of its version: newest ACTIVE and PUBLIC, older DEACTIVATED. */
export interface SpecialImage {
  readonly slug: string;
  readonly version: string;
  readonly arch: Arch;
  readonly status?: ImageStatus;
  readonly visibility?: ImageVisibility;
  readonly sharedWith?: readonly string[];
  readonly hidden?: boolean;
  readonly protected?: boolean;
}

/** One of each kind that an operator meets; versions that the catalogue lacks are images of their own. */
export const SPECIAL_IMAGES: readonly SpecialImage[] = [
  // What each publisher tries out in private.
  { slug: 'homehub', version: '2026.6.0-beta.1', arch: 'AARCH64', visibility: 'PRIVATE' },
  { slug: 'ids', version: '5.1.0-beta.2', arch: 'X86_64', visibility: 'PRIVATE' },
  { slug: 'gameclient', version: '6.2.0-rc.1', arch: 'AARCH64', visibility: 'PRIVATE' },
  { slug: 'nas', version: '25.0.0-alpha.3', arch: 'X86_64', visibility: 'PRIVATE' },
  { slug: 'probe', version: '1.1.0-rc.2', arch: 'AARCH64', visibility: 'PRIVATE' },
  // A supplier's build that its partner integrates.
  { slug: 'voice', version: '3.3.0-rc.1', arch: 'AARCH64', visibility: 'SHARED', sharedWith: ['pub-hearth'] },
  {
    slug: 'vpn',
    version: '1.2.1-rc.1',
    arch: 'X86_64',
    visibility: 'SHARED',
    sharedWith: ['pub-lastmile', 'pub-nestwork'],
  },
  { slug: 'mqtt', version: '2.1.0-dev.4', arch: 'AARCH64', visibility: 'COMMUNITY' },
  { slug: 'zigbridge', version: '1.41.0-dev.1', arch: 'ARMV7L', visibility: 'COMMUNITY' },
  // Registered, but nobody has uploaded it yet; and one whose upload was no QCOW2.
  { slug: 'tv', version: '4.3.0', arch: 'AARCH64', status: 'QUEUED', visibility: 'PRIVATE' },
  { slug: 'ids', version: '5.0.5', arch: 'AARCH64', status: 'KILLED', visibility: 'PRIVATE' },
  // Superseded, kept only for boxes that run it.
  { slug: 'backup', version: '1.9.9', arch: 'X86_64', status: 'ACTIVE', hidden: true },
  // The operator's own, which no slip of the hand may delete.
  { slug: 'dns', version: '1.10.0', arch: 'X86_64', protected: true },
  { slug: 'dns', version: '1.10.0', arch: 'AARCH64', protected: true },
];
