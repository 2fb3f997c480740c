import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Arch } from './enums';

/** A kind of hardware. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType()
export class DeviceModel {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => Arch) arch!: Arch;
  @Field(() => Int) vcpu!: number;
  @Field(() => Int) memoryMb!: number;
  @Field(() => Int) diskGb!: number;
  @Field(() => Int) hostReservedMemoryMb!: number;
  @Field(() => Int) hostReservedDiskGb!: number;
  @Field(() => Float) cpuAllocationRatio!: number;
  @Field(() => [String]) traits!: string[];
}
