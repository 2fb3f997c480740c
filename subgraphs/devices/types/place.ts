import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A central office. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType({
  description: 'CAMARA EdgeCloudZone / OpenStack aggregate: the central office the box homes to.',
})
export class PointOfPresence {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) countryCode!: string;
}

/** A part of the country. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType()
export class Region {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}
