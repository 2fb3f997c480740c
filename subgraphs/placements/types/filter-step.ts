import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** One filter of the candidate search. */
@Directive('@authenticated')
@ObjectType({ description: 'Nova-style: how many providers each filter left.' })
export class FilterStep {
  @Field(() => String) name!: string;
  @Field(() => Int) remaining!: number;
}
