import { type DeviceModelRow } from '../tables';

/** A model of the demonstration fleet with what the seed needs beside its record. */
export interface SeedModel extends DeviceModelRow {
  /** TR-069 ProductClass. */
  readonly productClass: string;
  /** OUI of the maker (or of the maker of its network chip) in the IEEE MA-L registry. */
  readonly oui: string;
  /** How often it is met, relative to the others. */
  readonly weight: number;
}

const X86 = ['HW_ARCH_X86_64', 'HW_CPU_X86_SSE42', 'HW_CPU_X86_AESNI'];
const ARM64 = ['HW_ARCH_AARCH64', 'HW_CPU_AARCH64_ASIMD'];
const ARM64_CRYPTO = [...ARM64, 'HW_CPU_AARCH64_AES', 'HW_CPU_AARCH64_SHA2'];

/**
 * Hardware as it is described in public, each model with the place where its figures were looked up: `vcpu` counts the
 * processors that Linux sees, so two for each core of the MT7621; `diskGb` is the eMMC, or the stick, card or module
 * that the operator fits where the product has only some megabytes of flash or an empty slot. What was fitted, and what
 * the host keeps for itself, is the operator's choice.
 */
export const DEVICE_MODELS: readonly SeedModel[] = [
  {
    ...mips('mdl-gl-mifi', 'GL.iNet GL-MiFi', 'GL Technologies', { vcpu: 1, memoryMb: 64, diskGb: 4 }),
    hostReservedMemoryMb: 40,
    productClass: 'GL-MiFi',
    oui: '9483C4',
    weight: 3,
    source:
      'https://github.com/lede-project/source/pull/217: AR9331, 64 MB RAM, 16 MB flash, microSD slot; 4 GB card fitted',
  },
  {
    ...mips('mdl-archer-c7v5', 'TP-Link Archer C7 v5', 'TP-Link', { vcpu: 1, memoryMb: 128, diskGb: 8 }),
    hostReservedMemoryMb: 80,
    productClass: 'ArcherC7v5',
    oui: '50C7BF',
    weight: 4,
    source:
      'https://github.com/openwrt/openwrt/pull/1462: QCA9563, 128 MB RAM, 16 MB flash, USB; 8 GB stick fitted',
  },
  {
    ...mips('mdl-fritzbox-7490', 'AVM FRITZ!Box 7490', 'AVM', { vcpu: 2, memoryMb: 256, diskGb: 16 }),
    hostReservedMemoryMb: 144,
    productClass: 'FRITZBox7490',
    oui: '3810D5',
    weight: 7,
    source:
      'https://github.com/openwrt/openwrt/pull/5075: Lantiq xRX200, 256 MB RAM, 512 MB NAND, USB 3.0; 16 GB stick fitted',
  },
  {
    ...mips('mdl-gl-mt1300', 'GL.iNet GL-MT1300 Beryl', 'GL Technologies', {
      vcpu: 4,
      memoryMb: 256,
      diskGb: 32,
    }),
    hostReservedMemoryMb: 128,
    productClass: 'GL-MT1300',
    oui: '9483C4',
    weight: 3,
    source:
      'https://github.com/openwrt/openwrt/commit/d89a7f0: MT7621A, 256 MB RAM, 32 MB flash, microSD slot; 32 GB card fitted',
  },
  {
    ...mips('mdl-u7621-06', 'UniElec U7621-06 512 MB', 'UniElec', { vcpu: 4, memoryMb: 512, diskGb: 16 }),
    hostReservedMemoryMb: 224,
    productClass: 'U7621-06',
    oui: '000CE7',
    weight: 7,
    source:
      'https://github.com/openwrt/openwrt/pull/1494: MT7621, 512 MB RAM, 64 MB flash, microSD slot; 16 GB card fitted; OUI of MediaTek',
  },
  {
    ...armv7('mdl-wrt3200acm', 'Linksys WRT3200ACM', 'Linksys', { vcpu: 2, memoryMb: 512, diskGb: 16 }),
    hostReservedMemoryMb: 192,
    productClass: 'WRT3200ACM',
    oui: '6038E0',
    weight: 5,
    source:
      'https://aphnetworks.com/reviews/linksys-wrt3200acm/2: two cores, 512 MB RAM, 256 MB flash, USB 3.0; 16 GB stick fitted',
  },
  {
    ...armv7('mdl-turris-omnia', 'CZ.NIC Turris Omnia', 'CZ.NIC', { vcpu: 2, memoryMb: 2048, diskGb: 8 }),
    hostReservedMemoryMb: 384,
    hostReservedDiskGb: 2,
    traits: ['HW_ARCH_ARMV7', 'HW_CPU_ARM_NEON', 'CUSTOM_ZIGBEE_RADIO'],
    productClass: 'TurrisOmnia',
    oui: 'D858D7',
    weight: 10,
    source:
      'https://github.com/elmiomar/OmniaTurrisSetup/wiki: Armada 385, two cores, 8 GB flash; with 2 GB RAM by https://www.mail-archive.com/linux-kernel@vger.kernel.org/msg1278083.html; Zigbee stick fitted',
  },
  {
    ...aarch64('mdl-bpi-r64', 'Banana Pi BPI-R64', 'Sinovoip', { vcpu: 2, memoryMb: 1024, diskGb: 8 }),
    hostReservedMemoryMb: 320,
    productClass: 'BPI-R64',
    oui: '000CE7',
    weight: 4,
    source:
      'https://github.com/reubenajohnston/NwSec/wiki/BPIR64: MT7622, two cores, 1 GB RAM, 8 GB eMMC; OUI of MediaTek',
  },
  {
    ...aarch64('mdl-gl-mt6000', 'GL.iNet GL-MT6000 Flint 2', 'GL Technologies', {
      vcpu: 4,
      memoryMb: 1024,
      diskGb: 8,
    }),
    hostReservedMemoryMb: 320,
    productClass: 'GL-MT6000',
    oui: '9483C4',
    weight: 5,
    source: 'https://github.com/openwrt/openwrt/pull/13414: MT7986A, four cores, 1 GB RAM, 8 GB eMMC',
  },
  {
    ...aarch64('mdl-bpi-r3', 'Banana Pi BPI-R3', 'Sinovoip', { vcpu: 4, memoryMb: 2048, diskGb: 8 }),
    hostReservedMemoryMb: 384,
    productClass: 'BPI-R3',
    oui: '000CE7',
    weight: 11,
    source:
      'https://fw-web.de/dokuwiki/doku.php?id=en:bpi-r3:start: MT7986, four cores, 2 GB RAM, 8 GB eMMC; OUI of MediaTek',
  },
  {
    ...aarch64('mdl-rpi-4b', 'Raspberry Pi 4 Model B 4 GB', 'Raspberry Pi', {
      vcpu: 4,
      memoryMb: 4096,
      diskGb: 32,
    }),
    // The BCM2711 was made without the cryptography extensions of ARMv8.
    traits: [...ARM64, 'CUSTOM_ZIGBEE_RADIO', 'CUSTOM_HDMI_OUTPUT'],
    hostReservedMemoryMb: 512,
    hostReservedDiskGb: 6,
    productClass: 'RPi4B-STB',
    oui: 'DCA632',
    weight: 12,
    source:
      'https://github.com/reubenajohnston/NwSec/wiki/RPI4B: BCM2711, four cores, 4 GB RAM, microSD slot; 32 GB card, Zigbee stick fitted',
  },
  {
    ...aarch64('mdl-odroid-n2p', 'Hardkernel ODROID-N2+ 4 GB', 'Hardkernel', {
      vcpu: 6,
      memoryMb: 4096,
      diskGb: 32,
    }),
    traits: [...ARM64_CRYPTO, 'CUSTOM_HDMI_OUTPUT'],
    hostReservedMemoryMb: 768,
    hostReservedDiskGb: 6,
    productClass: 'ODROID-N2Plus-STB',
    oui: '001E06',
    weight: 8,
    source:
      'https://github.com/u-boot/u-boot/blob/v2023.07.02/doc/board/amlogic/odroid-n2.rst: S922X, six cores, 4 GB RAM, eMMC socket; 32 GB module fitted',
  },
  {
    ...aarch64('mdl-rpi-5', 'Raspberry Pi 5 8 GB', 'Raspberry Pi', { vcpu: 4, memoryMb: 8192, diskGb: 64 }),
    traits: [...ARM64_CRYPTO, 'CUSTOM_ZIGBEE_RADIO', 'CUSTOM_HDMI_OUTPUT'],
    hostReservedMemoryMb: 1024,
    hostReservedDiskGb: 8,
    productClass: 'RPi5-STB',
    oui: '2CCF67',
    weight: 7,
    source:
      'https://docs.zephyrproject.org/4.0.0/boards/raspberrypi/rpi_5/doc/index.html: BCM2712, four cores, 8 GB RAM, microSD slot; 64 GB card, Zigbee stick fitted',
  },
  {
    ...aarch64('mdl-khadas-vim4', 'Khadas VIM4 8 GB', 'Khadas', { vcpu: 8, memoryMb: 8192, diskGb: 32 }),
    traits: [...ARM64_CRYPTO, 'CUSTOM_HDMI_OUTPUT'],
    hostReservedMemoryMb: 1024,
    hostReservedDiskGb: 6,
    productClass: 'VIM4-STB',
    oui: 'C86314',
    weight: 6,
    source:
      'https://github.com/torvalds/linux, device tree amlogic-t7-a311d2-khadas-vim4: A311D2, eight cores, 8 GB RAM; its 32 GB eMMC was not looked up',
  },
  {
    ...x86('mdl-apu2e4', 'PC Engines apu2e4', 'PC Engines', { vcpu: 4, memoryMb: 4096, diskGb: 16 }),
    traits: [...X86, 'HW_CPU_X86_AVX', 'HW_CPU_X86_SVM'],
    hostReservedMemoryMb: 512,
    hostReservedDiskGb: 3,
    cpuAllocationRatio: 2,
    productClass: 'apu2e4',
    oui: '000DB9',
    weight: 5,
    source:
      'https://doc.coreboot.org/mainboard/pcengines/apu2.html: GX-412TC, four cores, 4 GB RAM, mSATA slot; 16 GB module fitted',
  },
  {
    ...x86('mdl-nuc8i3beh', 'Intel NUC8i3BEH vCPE', 'Intel', { vcpu: 4, memoryMb: 8192, diskGb: 128 }),
    traits: [...X86, 'HW_CPU_X86_AVX', 'HW_CPU_X86_AVX2', 'HW_CPU_X86_VMX', 'CUSTOM_HDMI_OUTPUT'],
    hostReservedMemoryMb: 1024,
    hostReservedDiskGb: 16,
    cpuAllocationRatio: 4,
    productClass: 'NUC8i3BEH',
    oui: '94C691',
    weight: 3,
    source:
      'https://github.com/Lorys89/Intel-NUC8-Hackintosh: Core i3-8109U, four threads, DDR4 and M.2 slots; 8 GB and 128 GB fitted; OUI of its board maker',
  },
];

interface Size {
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
}

type Hardware = Omit<DeviceModelRow, 'source' | 'hostReservedMemoryMb'>;

/** One slow core must not be promised twice. */
function mips(id: string, name: string, manufacturer: string, size: Size): Hardware {
  const traits = ['HW_ARCH_MIPS'];
  return {
    id,
    name,
    manufacturer,
    ...size,
    arch: 'MIPS',
    traits,
    cpuAllocationRatio: 1,
    hostReservedDiskGb: 1,
  };
}

function armv7(id: string, name: string, manufacturer: string, size: Size): Hardware {
  const traits = ['HW_ARCH_ARMV7', 'HW_CPU_ARM_NEON'];
  return {
    id,
    name,
    manufacturer,
    ...size,
    arch: 'ARMV7L',
    traits,
    cpuAllocationRatio: 2,
    hostReservedDiskGb: 2,
  };
}

function aarch64(id: string, name: string, manufacturer: string, size: Size): Hardware {
  const traits = ARM64_CRYPTO;
  return {
    id,
    name,
    manufacturer,
    ...size,
    arch: 'AARCH64',
    traits,
    cpuAllocationRatio: 2,
    hostReservedDiskGb: 2,
  };
}

function x86(id: string, name: string, manufacturer: string, size: Size): Hardware {
  return {
    id,
    name,
    manufacturer,
    ...size,
    arch: 'X86_64',
    traits: X86,
    cpuAllocationRatio: 2,
    hostReservedDiskGb: 4,
  };
}
