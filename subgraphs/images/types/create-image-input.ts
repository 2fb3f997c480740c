import { Field, ID, InputType, Int } from 'type-graphql';
import { Arch, ContainerFormat, DiskFormat, ImageVisibility } from './enums';

/** What a publisher says of a new image before its bytes are uploaded. */
@InputType()
export class CreateImageInput {
  @Field(() => String) name!: string;
  @Field(() => ID) applicationId!: string;
  @Field(() => String) appVersion!: string;
  @Field(() => Arch) arch!: Arch;
  @Field(() => DiskFormat) diskFormat!: DiskFormat;
  @Field(() => ContainerFormat) containerFormat!: ContainerFormat;
  @Field(() => Int) minRamMb!: number;
  @Field(() => Int) minDiskGb!: number;
  @Field(() => Int, { nullable: true, defaultValue: 1 }) vcpu?: number | null;
  @Field(() => [String], { nullable: true, defaultValue: [] }) requiredTraits?: string[] | null;
  @Field(() => ImageVisibility, { nullable: true, defaultValue: ImageVisibility.PRIVATE })
  visibility?: ImageVisibility | null;
  @Field(() => [String], { nullable: true, defaultValue: [] }) tags?: string[] | null;
}
