import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { createImage, type IssuedTicket } from '../change/create-image';
import { deleteImage, type DeleteOutcome } from '../change/delete-image';
import { deactivateImage, reactivateImage, type SetStatusOutcome } from '../change/set-image-status';
import { shareImage } from '../change/share-image';
import { type ImagesContext } from '../context/images-context';
import { requireImageWriter } from '../policy';
import { CreateImageInput } from '../types/create-image-input';
import { DeleteImageResult, SetImageStatusResult, UploadTicket } from '../types/results';

/** What publishers and teams do with images. Every one checks the scope again that the gateway checked. */
@Resolver()
export class ChangeResolver {
  /** Registers an image; its bytes follow by the ticket. */
  @Directive('@tag(name: "partner")')
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["images:write"]])')
  @Mutation(() => UploadTicket)
  createImage(
    @Arg('input', () => CreateImageInput) input: CreateImageInput,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
    @Ctx() context: ImagesContext,
  ): Promise<IssuedTicket> {
    requireImageWriter(context.caller);
    return createImage(context, input, idempotencyKey);
  }

  /** Stops new placements of an image. */
  @Directive('@tag(name: "partner")')
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["images:write"]])')
  @Mutation(() => SetImageStatusResult)
  deactivateImage(
    @Arg('imageId', () => ID) imageId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: ImagesContext,
  ): Promise<SetStatusOutcome> {
    requireImageWriter(context.caller);
    return deactivateImage(context, imageId, reason);
  }

  /** Allows placements of a deactivated image again. */
  @Directive('@tag(name: "partner")')
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["images:write"]])')
  @Mutation(() => SetImageStatusResult)
  reactivateImage(
    @Arg('imageId', () => ID) imageId: string,
    @Ctx() context: ImagesContext,
  ): Promise<SetStatusOutcome> {
    requireImageWriter(context.caller);
    return reactivateImage(context, imageId);
  }

  /** Deletes an image that nothing runs. */
  @Directive('@tag(name: "partner")')
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["images:write"]])')
  @Mutation(() => DeleteImageResult)
  deleteImage(
    @Arg('imageId', () => ID) imageId: string,
    @Ctx() context: ImagesContext,
  ): Promise<DeleteOutcome> {
    requireImageWriter(context.caller);
    return deleteImage(context, imageId);
  }

  /** Lets another publisher use an image. */
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["images:write"]])')
  @Mutation(() => SetImageStatusResult)
  shareImage(
    @Arg('imageId', () => ID) imageId: string,
    @Arg('publisherId', () => ID) publisherId: string,
    @Ctx() context: ImagesContext,
  ): Promise<SetStatusOutcome> {
    requireImageWriter(context.caller);
    return shareImage(context, imageId, publisherId);
  }
}
