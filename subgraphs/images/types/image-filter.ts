import { Field, ID, InputType } from 'type-graphql';
import { Arch, ImageStatus, ImageVisibility } from './enums';

/** Which images to list; what is absent does not narrow. */
@InputType()
export class ImageFilter {
  @Field(() => [ImageStatus], { nullable: true }) status?: ImageStatus[] | null;
  @Field(() => [ImageVisibility], { nullable: true }) visibility?: ImageVisibility[] | null;
  @Field(() => Arch, { nullable: true }) arch?: Arch | null;
  @Field(() => ID, { nullable: true }) ownerId?: string | null;
  @Field(() => String, { nullable: true }) tag?: string | null;
  @Field(() => ID, { nullable: true }) publisherId?: string | null;
  @Field(() => String, { nullable: true }) nameContains?: string | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false }) hidden?: boolean | null;
}
