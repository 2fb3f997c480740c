import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DeviceLifecycle } from './enums';

/** A box in somebody's closet. Fields that lead elsewhere are in its resolver. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "oui productClass serialNumber")')
@Directive('@authenticated')
@ObjectType()
export class Device {
  @Field(() => ID) id!: string;
  @Field(() => String, {
    description: 'TR-069 DeviceId triple; GenieACS _id is OUI-ProductClass-SerialNumber, percent-encoded.',
  })
  oui!: string;
  @Field(() => String) productClass!: string;
  @Field(() => String) serialNumber!: string;
  @Field(() => String) manufacturer!: string;
  @Field(() => DeviceLifecycle) lifecycle!: DeviceLifecycle;
  @Field(() => String, { nullable: true }) softwareVersion!: string | null;
  @Field(() => Date, { nullable: true }) activatedAt!: Date | null;
  @Field(() => Int, { description: 'Optimistic lock for every device mutation.' }) version!: number;
}
