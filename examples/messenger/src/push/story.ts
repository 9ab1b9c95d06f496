import type { UserPushStory } from '@carillon/protocol'

import { sdk } from '../chat/sdk'

/** What became of the push of a message, hop by hop. */
export const readStory = async (msgID: string): Promise<{ story: UserPushStory } | { problem: string }> => {
  const { code, desc, data } = await sdk.getOfflinePushManager().getPushStory(msgID)
  return data === undefined ? { problem: `${desc} (${code})` } : { story: data }
}
