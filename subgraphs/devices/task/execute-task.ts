import { type TaskKind } from '../types/enums';
import { type TaskParameterValue } from './task-parameter-value';

/** A fault as a box answers it (TR-069 Amendment 6, A.5.1). */
export interface TaskFault {
  readonly code: string;
  readonly message: string;
}

/**
 * What a box answers to a task in its session: null when it was done. A box knows the objects of its data model
 * (TR-181 issue 2, or TR-098 for older ones) and refuses what is not in it.
 */
export function executeTask(kind: TaskKind, parameters: readonly TaskParameterValue[]): TaskFault | null {
  const check = CHECKS[kind];
  for (const parameter of parameters) {
    const fault = check?.(parameter) ?? null;
    if (fault !== null) return fault;
  }
  return null;
}

type Check = (parameter: TaskParameterValue) => TaskFault | null;

const CHECKS: Partial<Record<TaskKind, Check>> = {
  GET_PARAMETER_VALUES: unknownPath,
  REFRESH_OBJECT: unknownPath,
  SET_PARAMETER_VALUES: (parameter) =>
    unknownPath(parameter) ?? notWritable(parameter) ?? badValue(parameter),
};

/** First levels of the two data models. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  Device: [
    'Bridging',
    'DeviceInfo',
    'DHCPv4',
    'DHCPv6',
    'DNS',
    'Ethernet',
    'FaultMgmt',
    'Firewall',
    'Hosts',
    'IP',
    'ManagementServer',
    'NAT',
    'PPP',
    'QoS',
    'Routing',
    'SoftwareModules',
    'STBService',
    'Time',
    'USB',
    'UserInterface',
    'WiFi',
  ],
  InternetGatewayDevice: [
    'DeviceInfo',
    'LANDevice',
    'Layer3Forwarding',
    'ManagementServer',
    'Services',
    'Time',
    'UserInterface',
    'WANDevice',
  ],
};
/** Objects that only tell; their one writable leaf is the provisioning code. */
const READ_ONLY = ['DeviceInfo', 'Hosts'];
const PATH = /^(Device|InternetGatewayDevice)\.(?:([A-Za-z0-9]+)(?:\.[A-Za-z0-9_-]+)*\.?)?$/;

const VALUE_FORMS: Readonly<Record<string, RegExp>> = {
  'xsd:string': /^/,
  'xsd:boolean': /^(true|false|0|1)$/,
  'xsd:int': /^[+-]?\d{1,10}$/,
  'xsd:unsignedInt': /^\d{1,10}$/,
  'xsd:long': /^[+-]?\d{1,19}$/,
  'xsd:unsignedLong': /^\d{1,20}$/,
  'xsd:dateTime': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  'xsd:base64Binary': /^[A-Za-z0-9+/]*={0,2}$/,
  'xsd:hexBinary': /^([0-9A-Fa-f]{2})*$/,
};

function unknownPath({ path }: TaskParameterValue): TaskFault | null {
  const [, root = '', object] = PATH.exec(path) ?? [];
  const isKnown = object === undefined ? root !== '' : OBJECTS[root]?.includes(object);
  return isKnown ? null : { code: '9005', message: `Invalid parameter name: ${path}` };
}

function notWritable({ path }: TaskParameterValue): TaskFault | null {
  const [, object = ''] = path.split('.');
  const isLeaf = !path.endsWith('.') && path.includes('.') && object !== '';
  if (!isLeaf) return { code: '9005', message: `Invalid parameter name: ${path} is no parameter` };
  if (!READ_ONLY.includes(object) || path.endsWith('.ProvisioningCode')) return null;
  return { code: '9008', message: `Attempt to set a non-writable parameter: ${path}` };
}

function badValue({ path, value, type }: TaskParameterValue): TaskFault | null {
  const form = VALUE_FORMS[type];
  if (form === undefined) return { code: '9006', message: `Invalid parameter type: ${type} for ${path}` };
  return form.test(value)
    ? null
    : { code: '9007', message: `Invalid parameter value: ${path} is of ${type}` };
}
