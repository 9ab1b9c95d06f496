import type { V2TimMessage } from '@carillon/client'

import { sdk } from './sdk'

/** Sizes of a picture, as V2TimImage counts them. */
const thumbnail = 1

/**
 * Where a message's picture can be loaded from: at its sender the file that was picked, else a link of the
 * server, which is good for a while only and so is asked for when the picture is shown.
 */
export const pictureUrlOf = async ({ msgID, imageElem }: V2TimMessage): Promise<string | undefined> => {
  if (imageElem?.path) return imageElem.path
  const { data } = await sdk.getMessageManager().getMessageOnlineUrl(msgID ?? '')
  const sizes = data?.imageElem?.imageList ?? []
  return (sizes.find(({ type }) => type === thumbnail) ?? sizes[0])?.url
}
