import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Entitlement } from './entitlement';

/** A customer of the subscribers room; this room adds what they run. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType()
export class Subscriber {
  @Field(() => ID) id!: string;

  @Directive('@external')
  @Field(() => Entitlement)
  entitlement!: Entitlement;
}
