import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { type Connection, connectionOf, pageRequest } from '../../kit/page';
import { type ImagesContext } from '../context/images-context';
import { type ApplicationRecord, type PublisherRecord } from '../model/records';
import { ApplicationConnection } from '../types/application-connection';
import { Publisher } from '../types/publisher';

const DEFAULT_FIRST = 20;

/** What leads on from a publisher. */
@Resolver(() => Publisher)
export class PublisherResolver {
  /** Its applications, by slug. */
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => ApplicationConnection)
  async applications(
    @Root() publisher: PublisherRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { loaders, room, caller }: ImagesContext,
  ): Promise<Connection<ApplicationRecord>> {
    const scope = {
      connection: 'Publisher.applications',
      filter: { publisher: publisher.id },
      caller: callerScope(caller),
    };
    const page = pageRequest(room.cursors, scope, { first: first ?? DEFAULT_FIRST, after });
    const loader = loaders.applicationsOfPublisher({ limit: page.limit, after: page.after });
    return connectionOf(room.cursors, scope, page, await loader.load(publisher.id), {
      key: (application) => [application.slug],
      node: (application) => application,
    });
  }
}
