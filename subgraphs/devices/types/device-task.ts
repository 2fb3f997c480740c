import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { TaskKind, TaskState } from './enums';

/** Work for a box's next session. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType({
  description: 'TR-069 task (GenieACS NBI): 200 = done in session, 202 = queued, box was not reachable.',
})
export class DeviceTask {
  @Field(() => ID) id!: string;
  @Field(() => TaskKind) kind!: TaskKind;
  @Field(() => TaskState) state!: TaskState;
  @Field(() => Date) queuedAt!: Date;
  @Field(() => Date, { nullable: true }) finishedAt!: Date | null;
}

/** What went wrong in a session. */
@Directive('@authenticated')
@ObjectType()
export class DeviceFault {
  @Field(() => ID) id!: string;
  @Field(() => String) channel!: string;
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => Int) retries!: number;
  @Field(() => Date) raisedAt!: Date;
}
