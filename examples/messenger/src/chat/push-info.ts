import type { V2TimOfflinePushInfo } from '@carillon/client'

import { extOf } from '../push/entity'
import type { Peer } from './conversation-id'
import { sdk } from './sdk'

/**
 * How the push of a message looks on the other's phone. Title and text are made by the server (nickname or
 * group's name, and the message's text); the ext says which conversation the tap opens.
 */
export const pushInfoOf = async (peer: Peer): Promise<V2TimOfflinePushInfo> => {
  const { data: userID = '' } = await sdk.getLoginUser()
  // The other one's conversation is with me; a group's is the same for everybody.
  return { ext: extOf(peer.kind === 'user' ? { kind: 'user', userID } : peer) }
}
