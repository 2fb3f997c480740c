/** A parameter of a TR-069 task: a path of the box's data model, and the value to set (TR-069 Amendment 6, A.3.2.1). */
export interface TaskParameterValue {
  readonly path: string;
  readonly value: string;
  readonly type: string;
}
