import { registerEnumType } from 'type-graphql';
import { ImageStatus } from '../model/image-status';
import { Arch, ContainerFormat, DiskFormat, ImageVisibility } from '../model/image-words';

registerEnumType(ImageStatus, {
  name: 'ImageStatus',
  description: 'Glance v2 image status, verbatim.',
});
registerEnumType(ImageVisibility, {
  name: 'ImageVisibility',
  description: 'Glance v2 visibility, verbatim.',
});
registerEnumType(DiskFormat, { name: 'DiskFormat' });
registerEnumType(ContainerFormat, { name: 'ContainerFormat' });
registerEnumType(Arch, { name: 'Arch' });

/** The enums of the schema, registered. */
export { Arch, ContainerFormat, DiskFormat, ImageStatus, ImageVisibility };
