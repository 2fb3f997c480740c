import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { mayWrite } from '../policy';
import { type DevicesContext, renewLoaders } from '../request/context';
import { enqueueTask } from '../task/enqueue-task';
import { TaskKind } from '../types/enums';
import { TaskParameter } from '../types/inputs';
import { EnqueueTaskResult } from '../types/results';

/** Work for boxes. */
@Resolver()
export class TaskMutations {
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["devices:write"]])')
  @Mutation(() => EnqueueTaskResult)
  async enqueueTask(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('kind', () => TaskKind) kind: TaskKind,
    @Ctx() context: DevicesContext,
    @Arg('parameters', () => [TaskParameter], { nullable: true }) parameters?: TaskParameter[] | null,
    @Arg('connectionRequest', () => Boolean, { nullable: true, defaultValue: true })
    connectionRequest?: boolean | null,
  ): Promise<object> {
    mayWrite(context.caller);
    const result = await enqueueTask(context.services, {
      deviceId,
      kind,
      parameters: (parameters ?? []).map(({ path, value, type }) => ({
        path,
        value,
        type: type ?? 'xsd:string',
      })),
      connectionRequest: connectionRequest ?? true,
    });
    renewLoaders(context);
    return result;
  }
}
