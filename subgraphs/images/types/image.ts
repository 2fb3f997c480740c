import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { BigIntScalar, DateTime } from '../../kit/scalars';
import { ContainerFormat, DiskFormat, ImageStatus, ImageVisibility } from './enums';
import { Money } from './money';

/** One build of an application. Its fields that lead elsewhere are in the resolver. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Image {
  @Directive('@tag(name: "partner")')
  @Field(() => ID)
  id!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => String)
  name!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => String, { nullable: true })
  appVersion!: string | null;

  @Field(() => ID) owner!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => ImageStatus)
  status!: ImageStatus;

  @Directive('@tag(name: "partner")')
  @Field(() => ImageVisibility)
  visibility!: ImageVisibility;

  @Field(() => DiskFormat) diskFormat!: DiskFormat;
  @Field(() => ContainerFormat) containerFormat!: ContainerFormat;
  @Field(() => BigIntScalar, { nullable: true }) sizeBytes!: number | null;
  @Field(() => BigIntScalar, { nullable: true }) virtualSizeBytes!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'os_hash_algo + os_hash_value (sha512 by default); checksum is legacy md5',
  })
  hashAlgo!: string | null;

  @Field(() => String, { nullable: true }) hashValue!: string | null;
  @Field(() => Int) minRamMb!: number;
  @Field(() => Int) minDiskGb!: number;
  @Field(() => [String]) tags!: readonly string[];
  @Field(() => Boolean) protected!: boolean;
  @Field(() => Boolean) hidden!: boolean;

  @Directive('@tag(name: "partner")')
  @Field(() => Money, { nullable: true })
  pricePerHour!: Money | null;

  @Field(() => DateTime) createdAt!: Date;
  @Field(() => DateTime) updatedAt!: Date;
}
