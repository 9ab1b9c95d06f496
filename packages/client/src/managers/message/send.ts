import {
  ErrorCode,
  isGroupID,
  type MergerElement,
  type MessageAddress,
  type MessageContent,
  type MessageElement,
  type MessageRecord,
} from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import { MessageStatus } from '../../api/enums.ts'
import type { SendMessageParam, SendReplyMessageParam, V2TimMessage } from '../../api/messages.ts'
import { failure, unknownIdCode, type Failure } from '../../api/results.ts'
import { checkSendOptions, checkUserID, invalid } from '../../messages/check.ts'
import type { LocalMessage } from '../../messages/created-messages.ts'
import { hasFiles, pathsOf, previewOf, uploadDrafts } from '../../messages/drafts.ts'
import { replyData } from '../../messages/reply.ts'
import type { AccountSession } from '../../session/account-session.ts'
import type { KeptMessage } from '../../store/types.ts'
import { messageNotFound, withAccount, type MessageParts } from './parts.ts'

type Sent = V2TimValueCallback<V2TimMessage>

/** Where a message goes and with which options. */
interface Envelope {
  address: MessageAddress
  options: Omit<MessageContent, 'elements'>
}

/** Methods that send. */
export const messageSending = ({ session, created }: MessageParts) => {
  const send = async (
    account: AccountSession,
    message: LocalMessage,
    param: SendMessageParam,
    { address, options }: Envelope,
  ): Promise<Sent> => {
    const { messages, conversations } = account
    const draft = draftOf(account, message, param, { address, options })
    void messages.put(draft)
    conversations.showLocal(draft)
    const fail = async ({ code, desc }: { code: number; desc: string }): Promise<Sent> => {
      created.keepFailed({ message, param })
      const failed: KeptMessage = { ...draft, status: MessageStatus.SEND_FAIL }
      await messages.put(failed)
      conversations.showLocal(failed)
      return { code, desc, data: messages.view(failed) }
    }
    // Nothing is waited for before the request goes out, unless there are files.
    const elements = hasFiles(message.elements)
      ? await upload(account, message, draft)
      : message.elements.map(previewOf)
    if ('code' in elements) return fail(elements)
    const content: MessageContent = { elements, ...options }
    const answer = await account.send({ ...content, ...address, random: message.random })
    if (answer.result === undefined) return fail(answer)
    const { msgID, seq, timestampMs, mergedID, isLayersOverLimit } = answer.result
    const asSent = elements.map((element) =>
      element.type === 'merger' ? withMergedID(element, mergedID, isLayersOverLimit) : element,
    )
    const sent: KeptMessage = {
      ...draft,
      msgID,
      ...(seq > 0 ? { seq, localOrder: 0 } : { isUnlisted: true }),
      record: { ...draft.record, elements: asSent, msgID, seq, timestampMs },
      status: MessageStatus.SEND_SUCC,
    }
    if (seq > 0) messages.note(sent.conversationID, { lastSeq: seq })
    messages.remember([sent])
    conversations.sent(sent, message.id)
    await messages.run(async (store) => {
      await store.remove([message.id])
      await store.put([sent])
    })
    return { code: answer.code, desc: answer.desc, data: messages.view(sent) }
  }

  const upload = async (
    { messages, files }: AccountSession,
    message: LocalMessage,
    draft: KeptMessage,
  ): Promise<MessageElement[] | Failure> =>
    uploadDrafts(message.elements, files, (percent) => {
      const progress = Math.max(0, Math.min(100, Math.floor(percent)))
      const view = { ...messages.view(draft), progress }
      session.advancedListeners.emit((listener) => listener.onSendMessageProgress?.(view, progress))
    })

  const sendMessage = async (param: SendMessageParam): Promise<Sent> => {
    if (typeof param !== 'object' || param === null) return invalid('expected { id, receiver, groupID, ... }')
    const message = created.find(param.id)
    if (message === undefined) return failure(unknownIdCode, 'id not exist please try create again')
    return withAccount(session, async (account) => {
      const envelope = envelopeOf(param, message)
      if ('code' in envelope) return envelope
      created.consume(param.id)
      return send(account, message, param, envelope)
    })
  }

  return {
    /**
     * Sends a created message: to a user, to a group, or with both given to one member of the group alone.
     * Resolves when the server has stored it, or with the reason why not; `data` is the message either way,
     * with status 2 or 3. While the connection is away it is tried for 30 s. The temporary ID is used up; a
     * message that failed goes out again by `reSendMessage`.
     */
    sendMessage,

    /** Sends a created message as the reply to another: which one stands in its `cloudCustomData`. */
    async sendReplyMessage(param: SendReplyMessageParam): Promise<Sent> {
      if (typeof param?.replyMessage !== 'object' || param.replyMessage === null)
        return invalid('replyMessage: expected the message that is replied to')
      const { replyMessage, ...rest } = param
      return sendMessage({ ...rest, cloudCustomData: replyData(replyMessage) })
    },

    /** Sends a message that failed once more, with the options it had. `msgID` is the one it failed with. */
    async reSendMessage(msgID: string, onlineUserOnly = false): Promise<Sent> {
      return withAccount(session, async (account) => {
        const failed = created.takeFailed(msgID)
        if (failed === undefined) return messageNotFound
        const param = { ...failed.param, onlineUserOnly }
        const envelope = envelopeOf(param, failed.message)
        if ('code' in envelope) return envelope
        return send(account, failed.message, param, envelope)
      })
    },
  }
}

/** Once it is sent, a merged message is named by what the server keeps it under. */
const withMergedID = (
  { title, abstractList, compatibleText }: MergerElement,
  mergedID: string | undefined,
  isLayersOverLimit: boolean | undefined,
): MergerElement => ({
  type: 'merger',
  title,
  abstractList,
  compatibleText,
  ...(mergedID !== undefined && { mergedID }),
  ...(isLayersOverLimit !== undefined && { isLayersOverLimit }),
})

/** A message on its way as this device keeps it: under its temporary ID, behind what is there. */
const draftOf = (
  { messages, userID }: AccountSession,
  message: LocalMessage,
  param: SendMessageParam,
  { address, options }: Envelope,
): KeptMessage => {
  const record: MessageRecord = {
    ...options,
    ...address,
    elements: message.elements.map(previewOf),
    msgID: message.id,
    seq: 0,
    sdkAppID: 0,
    sender: { userID },
    random: message.random,
    timestampMs: message.createdAtMs,
  }
  return {
    ...messages.kept(record),
    id: message.id,
    status: MessageStatus.SENDING,
    ...(param.localCustomData && { localCustomData: param.localCustomData }),
    ...(hasFiles(message.elements) && { paths: pathsOf(message.elements) }),
  }
}

const envelopeOf = (param: SendMessageParam, message: LocalMessage): Envelope | Failure => {
  const receiver = param.receiver ?? ''
  const groupID = param.groupID ?? ''
  if (receiver === '' && groupID === '') return invalid('receiver and groupID: one of them must be given')
  const problem = receiver === '' ? undefined : checkUserID(receiver, 'receiver')
  if (problem !== undefined) return problem
  const options = checkSendOptions(param)
  if ('code' in options) return options
  if (groupID === '') {
    return message.atUserIDs === undefined && message.targetUserIDs === undefined
      ? { address: { receiver }, options }
      : invalid('groupID: messages with @, or for some members alone, go to groups')
  }
  if (typeof groupID !== 'string' || !isGroupID(groupID))
    return failure(ErrorCode.GROUP_INVALID_ID, 'groupID: expected 1 to 48 printable ASCII characters')
  const targetUserIDs = receiver === '' ? message.targetUserIDs : [receiver]
  if (targetUserIDs !== undefined && message.atUserIDs !== undefined)
    return invalid('receiver: a message with @ cannot be for one member alone')
  return {
    address: { groupID },
    options: {
      ...options,
      ...(message.atUserIDs !== undefined && { atUserIDs: message.atUserIDs }),
      ...(targetUserIDs !== undefined && { targetUserIDs }),
    },
  }
}
