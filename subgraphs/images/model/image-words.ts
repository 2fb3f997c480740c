/** Who may find an image; the words of Glance v2. */
export const ImageVisibility = {
  PUBLIC: 'PUBLIC',
  COMMUNITY: 'COMMUNITY',
  SHARED: 'SHARED',
  PRIVATE: 'PRIVATE',
} as const;
export type ImageVisibility = keyof typeof ImageVisibility;

/** How the bytes of an image are laid out. */
export const DiskFormat = { RAW: 'RAW', QCOW2: 'QCOW2', OCI: 'OCI' } as const;
export type DiskFormat = keyof typeof DiskFormat;

/** What wraps the disk. */
export const ContainerFormat = { BARE: 'BARE', DOCKER: 'DOCKER', OVA: 'OVA' } as const;
export type ContainerFormat = keyof typeof ContainerFormat;

/** Processor architectures of the boxes. */
export const Arch = { X86_64: 'X86_64', AARCH64: 'AARCH64', ARMV7L: 'ARMV7L', MIPS: 'MIPS' } as const;
export type Arch = keyof typeof Arch;
