import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Arch } from './enums';

/** What a box must offer to run an image. */
@Directive('@shareable')
@ObjectType({
  description:
    'From Glance properties: hw_architecture/architecture, hw_vif_model ..., trait:<TRAIT>=required|forbidden.',
})
export class ImageRequirements {
  @Field(() => Arch) arch!: Arch;
  @Field(() => Int) vcpu!: number;
  @Field(() => Int) memoryMb!: number;
  @Field(() => Int) diskGb!: number;
  @Field(() => [String]) requiredTraits!: readonly string[];
  @Field(() => [String]) forbiddenTraits!: readonly string[];
  @Field(() => Int, { nullable: true }) minDownlinkKbps!: number | null;
}
