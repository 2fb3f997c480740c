import { boxesOf, boxOf, type DevicesFixture, type SeededBox, sendBeats, startDevices } from './fixture';

let room: DevicesFixture;
let boxes: SeededBox[];

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 200 });
  await room.server.database.pool.query('DELETE FROM device_tasks');
  await room.server.database.pool.query('DELETE FROM device_faults');
  boxes = await boxesOf(room, 'ACTIVATED');
});

afterAll(async () => {
  await room.close();
});

function box(index: number): SeededBox {
  const found = boxes[index];
  if (found === undefined) throw new Error('not enough boxes');
  return found;
}

interface Made {
  readonly __typename: string;
  readonly task: { id: string; state: string; kind: string };
  readonly delivered: boolean;
}

const ENQUEUE = `mutation($d: ID!, $k: TaskKind!, $p: [TaskParameter!], $c: Boolean) {
  enqueueTask(deviceId: $d, kind: $k, parameters: $p, connectionRequest: $c) {
    __typename ... on TaskPayload { delivered task { id kind state finishedAt device { id } } } ... on DeviceNotFound { deviceId } } }`;

async function enqueue(
  deviceId: string,
  kind: string,
  parameters?: object[],
  connect?: boolean,
): Promise<Made> {
  const answer = await room.query<{ enqueueTask: Made }>(ENQUEUE, {
    d: deviceId,
    k: kind,
    ...(parameters && { p: parameters }),
    ...(connect !== undefined && { c: connect }),
  });
  expect(answer.errors).toEqual([]);
  return answer.data.enqueueTask;
}

async function stateOf(deviceId: string, taskId: string): Promise<object | undefined> {
  const answer = await room.query<{ device: { tasks: { edges: { node: { id: string } }[] } } }>(
    `{ device(id: "${deviceId}") { tasks { edges { node { id state finishedAt fault { code channel message } } } } } }`,
  );
  return answer.data.device.tasks.edges.map((edge) => edge.node).find((task) => task.id === taskId);
}

const beatOf = (index: number): { deviceId: string; popId: string } => ({
  deviceId: box(index).id,
  popId: box(index).popId,
});

describe('enqueueTask', () => {
  it('reaches a box that is ONLINE at once, whose next beat ends it', async () => {
    await sendBeats(room, beatOf(0));
    const made = await enqueue(box(0).id, 'REBOOT');
    expect(made).toMatchObject({ delivered: true, task: { state: 'IN_SESSION', kind: 'REBOOT' } });
    room.clock.advance(30);
    await sendBeats(room, beatOf(0));
    expect(await stateOf(box(0).id, made.task.id)).toMatchObject({
      state: 'DONE',
      finishedAt: room.clock.now.toISOString(),
      fault: null,
    });
  });

  it('waits for a box that is not, until it informs and then ends', async () => {
    const made = await enqueue(box(1).id, 'DOWNLOAD');
    expect(made).toMatchObject({ delivered: false, task: { state: 'QUEUED' } });
    await sendBeats(room, beatOf(1));
    expect(await stateOf(box(1).id, made.task.id)).toMatchObject({ state: 'IN_SESSION', finishedAt: null });
    await sendBeats(room, beatOf(1));
    expect(await stateOf(box(1).id, made.task.id)).toMatchObject({ state: 'DONE' });
  });

  it('waits as well when no connection request is wanted', async () => {
    await sendBeats(room, beatOf(2));
    expect(await enqueue(box(2).id, 'REBOOT', undefined, false)).toMatchObject({
      delivered: false,
      task: { state: 'QUEUED' },
    });
  });

  it.each([
    ['9005', 'SET_PARAMETER_VALUES', { path: 'Device.Nowhere.Thing', value: '1' }],
    ['9005', 'GET_PARAMETER_VALUES', { path: 'nonsense', value: '' }],
    ['9008', 'SET_PARAMETER_VALUES', { path: 'Device.DeviceInfo.SerialNumber', value: '1' }],
    [
      '9007',
      'SET_PARAMETER_VALUES',
      { path: 'Device.WiFi.Radio.1.Enable', value: 'maybe', type: 'xsd:boolean' },
    ],
    ['9006', 'SET_PARAMETER_VALUES', { path: 'Device.WiFi.Radio.1.Enable', value: '1', type: 'xsd:colour' }],
  ])('ends in fault %s when the box refuses: %s %j', async (code, kind, parameter) => {
    room.clock.advance(1);
    await sendBeats(room, beatOf(3));
    const made = await enqueue(box(3).id, kind, [parameter]);
    await sendBeats(room, beatOf(3));
    expect(await stateOf(box(3).id, made.task.id)).toMatchObject({
      state: 'FAULTED',
      fault: { code, channel: `task_${made.task.id}` },
    });
    const answer = await room.query<{ device: { faults: { edges: { node: { code: string } }[] } } }>(
      `{ device(id: "${box(3).id}") { faults { edges { node { code raisedAt retries } } } } }`,
    );
    expect(answer.data.device.faults.edges[0]?.node.code).toBe(code);
  });

  it('sets what can be set', async () => {
    await sendBeats(room, beatOf(4));
    const parameter = { path: 'Device.WiFi.Radio.1.Enable', value: 'true', type: 'xsd:boolean' };
    const made = await enqueue(box(4).id, 'SET_PARAMETER_VALUES', [parameter]);
    await sendBeats(room, beatOf(4));
    expect(await stateOf(box(4).id, made.task.id)).toMatchObject({ state: 'DONE' });
  });

  it.each([
    ['SET_PARAMETER_VALUES', []],
    ['GET_PARAMETER_VALUES', [{ path: '', value: '' }]],
    ['GET_PARAMETER_VALUES', [{ path: 'Device.\u0000', value: '' }]],
    ['GET_PARAMETER_VALUES', [{ path: 'x'.repeat(257), value: '' }]],
    ['GET_PARAMETER_VALUES', Array.from({ length: 101 }, () => ({ path: 'Device.Time.', value: '' }))],
  ])('refuses parameters nobody could set (%s, %#)', async (kind, parameters) => {
    const answer = await room.query(ENQUEUE, { d: box(5).id, k: kind, p: parameters });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  });

  it('does not find a box that is not there, and refuses one that will never inform', async () => {
    expect(await enqueue('a\u0000', 'REBOOT')).toMatchObject({ __typename: 'DeviceNotFound' });
    const retired = await boxOf(room, 'RETIRED');
    expect((await room.query(ENQUEUE, { d: retired.id, k: 'REBOOT' })).codes).toEqual(['CONFLICT']);
  });

  it('is cancelled when the box retires', async () => {
    const made = await enqueue(box(6).id, 'REBOOT');
    await room.query(
      `mutation { retireDevice(deviceId: "${box(6).id}", ifVersion: ${box(6).version}) { __typename } }`,
    );
    expect(await stateOf(box(6).id, made.task.id)).toMatchObject({ state: 'CANCELLED' });
  });
});

describe('tasks of a device', () => {
  it('come newest first in pages of any size, also of one state', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      // Two at the same moment: the id decides then.
      if (index % 2 === 0) room.clock.advance(1);
      ids.push((await enqueue(box(7).id, 'REBOOT')).task.id);
    }
    const pages = async (first: number, state: string): Promise<string[]> => {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const answer: { data: { device: { tasks: TaskPage } } } = await room.query(
          `query($n: Int, $a: String) { device(id: "${box(7).id}") { tasks(first: $n, after: $a${state}) {
             edges { node { id } } pageInfo { hasNextPage endCursor } } } }`,
          { n: first, a: after },
        );
        const { edges, pageInfo } = answer.data.device.tasks;
        found.push(...edges.map((edge) => edge.node.id));
        if (!pageInfo.hasNextPage) return found;
        after = pageInfo.endCursor;
      }
    };
    const whole = await pages(500, '');
    expect([...whole].sort()).toEqual([...ids].sort());
    expect(whole[0]).toBe(ids[6]);
    for (const first of [1, 2, 3]) expect(await pages(first, '')).toEqual(whole);
    expect(await pages(2, ', state: QUEUED')).toEqual(whole);
    expect(await pages(2, ', state: DONE')).toEqual([]);
  });
});

interface TaskPage {
  readonly edges: readonly { node: { id: string } }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
