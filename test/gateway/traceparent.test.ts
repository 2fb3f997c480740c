import { readTraceparent, writeTraceparent } from '../../gateway/telemetry/traceparent';

const TRACE = 'a1'.repeat(16);
const SPAN = 'b2'.repeat(8);

test.each([
  ['a sampled one', `00-${TRACE}-${SPAN}-01`, 1],
  ['one that is not sampled', `00-${TRACE}-${SPAN}-00`, 0],
  ['one of a later version, which may say more', `cc-${TRACE}-${SPAN}-01-more`, 1],
])('%s is read', (_name, header, flags) => {
  const place = readTraceparent(header);
  expect(place).toEqual({ traceId: TRACE, spanId: SPAN, flags });
  expect(place && writeTraceparent(place)).toBe(`00-${TRACE}-${SPAN}-0${flags}`);
});

test.each([
  ['nothing', undefined],
  ['two headers', [`00-${TRACE}-${SPAN}-01`]],
  ['the version that is forbidden', `ff-${TRACE}-${SPAN}-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['more than its version says', `00-${TRACE}-${SPAN}-01-more`],
  ['a line more', `00-${TRACE}-${SPAN}-01\nx-lastmile-identity: me`],
  ['something endless', `cc-${TRACE}-${SPAN}-01-${'x'.repeat(1_000)}`],
])('%s is not a trace', (_name, header) => {
  expect(readTraceparent(header)).toBeUndefined();
});
