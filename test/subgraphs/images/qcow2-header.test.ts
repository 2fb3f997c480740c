import { qcow2VirtualSize } from '../../../subgraphs/images/upload/qcow2-header';

function header(virtualSize: bigint): Buffer {
  const bytes = Buffer.alloc(104);
  bytes.write('QFI', 0, 'latin1');
  bytes[3] = 0xfb;
  bytes.writeUInt32BE(3, 4);
  bytes.writeBigUInt64BE(virtualSize, 24);
  return bytes;
}

test('the virtual size stands in bytes 24 to 31', () => {
  expect(qcow2VirtualSize(header(10n * 1024n ** 3n))).toBe(10 * 1024 ** 3);
});

test.each([
  ['another magic', Buffer.concat([Buffer.from('QFI\xfa', 'latin1'), header(1n).subarray(4)])],
  ['a header cut short', header(1n).subarray(0, 31)],
  ['nothing', Buffer.alloc(0)],
  ['a disk of no size', header(0n)],
  ['a disk larger than any', header(2n ** 64n - 1n)],
])('%s is no QCOW2 image', (_what, bytes) => {
  expect(qcow2VirtualSize(bytes)).toBeNull();
});
