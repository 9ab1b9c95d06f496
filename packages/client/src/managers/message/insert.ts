import { isGroupID, type MessageAddress, type MessageRecord } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import { MessageStatus } from '../../api/enums.ts'
import type { V2TimMessage } from '../../api/messages.ts'
import { okWith } from '../../api/results.ts'
import { checkElements, checkUserID, invalid } from '../../messages/check.ts'
import { randomUint32 } from '../../platform/random.ts'
import type { KeptMessage } from '../../store/types.ts'
import { withAccount, type MessageParts } from './parts.ts'

/** Methods that put messages into conversations on this device alone. */
export const messageInsertion = ({ session, created }: MessageParts) => {
  const insert = async (
    data: string,
    sender: string,
    addressOf: (me: string) => MessageAddress,
  ): Promise<V2TimValueCallback<V2TimMessage>> => {
    const elements: MessageRecord['elements'] = [{ type: 'custom', data, desc: '', extension: '' }]
    const problem = checkUserID(sender, 'sender') ?? checkElements(elements)
    if (problem !== undefined) return problem
    return withAccount(session, async ({ messages, conversations, userID }) => {
      const record: MessageRecord = {
        ...addressOf(userID),
        elements,
        msgID: created.newID(session.nowMs),
        seq: 0,
        sdkAppID: 0,
        sender: { userID: sender },
        random: randomUint32(),
        timestampMs: session.nowMs,
      }
      const kept: KeptMessage = { ...messages.kept(record), status: MessageStatus.LOCAL_IMPORTED }
      await messages.put(kept)
      conversations.showLocal(kept)
      return okWith(messages.view(kept))
    })
  }

  return {
    /** Puts a custom message into a group's conversation on this device, as if `sender` had sent it. */
    async insertGroupMessageToLocalStorage(
      data: string,
      groupID: string,
      sender: string,
    ): Promise<V2TimValueCallback<V2TimMessage>> {
      return typeof groupID === 'string' && isGroupID(groupID)
        ? insert(data, sender, () => ({ groupID }))
        : invalid('groupID: expected the ID of a group')
    },

    /** Puts a custom message into the conversation with a user on this device; `sender` is that user or me. */
    async insertC2CMessageToLocalStorage(
      data: string,
      userID: string,
      sender: string,
    ): Promise<V2TimValueCallback<V2TimMessage>> {
      // What the other has sent is addressed to me.
      return (
        checkUserID(userID, 'userID') ??
        insert(data, sender, (me) => ({ receiver: sender === me ? userID : me }))
      )
    },
  }
}
