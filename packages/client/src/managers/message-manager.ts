import { ErrorCode, type MessageContent } from '@carillon/protocol'

import type { V2TimValueCallback } from '../api/callbacks.ts'
import { MessageStatus } from '../api/enums.ts'
import type { V2TimAdvancedMsgListener } from '../api/listeners.ts'
import type {
  CreateCustomMessageParam,
  SendMessageParam,
  V2TimMessage,
  V2TimMsgCreateInfoResult,
} from '../api/messages.ts'
import { failure, okWith, unknownIdCode, type Failure } from '../api/results.ts'
import { checkElements, checkSendOptions, checkUserID, invalid } from '../messages/check.ts'
import { CreatedMessages, type LocalMessage } from '../messages/created-messages.ts'
import { contentOf } from '../messages/to-v2tim-message.ts'
import type { AccountSession } from '../session/account-session.ts'
import type { ClientSession } from '../session/client-session.ts'

/** Makes and sends messages, and tells of new ones. */
export class V2TIMMessageManagerCore {
  readonly #session: ClientSession
  readonly #created = new CreatedMessages()

  constructor(session: ClientSession) {
    this.#session = session
  }

  /** A text message, at most 12 KB. Local; nothing is sent. */
  async createTextMessage(text: string): Promise<V2TimValueCallback<V2TimMsgCreateInfoResult>> {
    return this.#create([{ type: 'text', text }])
  }

  /** A message of the app's own content. It is pushed only with a `desc` here or in `offlinePushInfo`. */
  async createCustomMessage(
    param: CreateCustomMessageParam,
  ): Promise<V2TimValueCallback<V2TimMsgCreateInfoResult>> {
    if (typeof param !== 'object' || param === null) return invalid('expected { data, desc?, extension? }')
    const { data, desc, extension } = param
    return this.#create([{ type: 'custom', data, desc: desc ?? '', extension: extension ?? '' }])
  }

  /**
   * Sends a created message. Resolves when the server has stored it, or with the reason why not;
   * `data` is the message either way, with status 2 or 3. While the connection is away it is tried
   * for 30 s. The temporary ID is used up; a message that failed goes out again by `reSendMessage`.
   */
  async sendMessage(param: SendMessageParam): Promise<V2TimValueCallback<V2TimMessage>> {
    if (typeof param !== 'object' || param === null) return invalid('expected { id, receiver, groupID, ... }')
    const message = this.#created.find(param.id)
    if (message === undefined) return failure(unknownIdCode, 'id not exist please try create again')
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const options = checkParam(param)
    if ('code' in options) return options
    this.#created.consume(param.id)
    return this.#send(account, message, param, options)
  }

  /** Sends a message that failed once more, with the options it had. `msgID` is the one it failed with. */
  async reSendMessage(msgID: string, onlineUserOnly = false): Promise<V2TimValueCallback<V2TimMessage>> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    const failed = this.#created.takeFailed(msgID)
    if (failed === undefined) return failure(unknownIdCode, 'message not found')
    const param = { ...failed.param, onlineUserOnly }
    const options = checkParam(param)
    if ('code' in options) return options
    return this.#send(account, failed.message, param, options)
  }

  /** Those of the messages that this login has sent or received, as far as memory goes back. */
  async findMessages(messageIDList: string[]): Promise<V2TimValueCallback<V2TimMessage[]>> {
    const account = this.#session.requireAccount()
    if ('code' in account) return account
    if (!Array.isArray(messageIDList)) return invalid('messageIDList: expected a list of msgIDs')
    return okWith(account.memory.find(messageIDList))
  }

  addAdvancedMsgListener(listener: V2TimAdvancedMsgListener): void {
    this.#session.advancedListeners.add(listener)
  }

  /** Removes `listener`, or all listeners when none is given. */
  removeAdvancedMsgListener(listener?: V2TimAdvancedMsgListener): void {
    this.#session.advancedListeners.remove(listener)
  }

  #create(elements: MessageContent['elements']): V2TimValueCallback<V2TimMsgCreateInfoResult> {
    if (!this.#session.isInitialised) {
      return failure(ErrorCode.SDK_NOT_INITIALIZED, 'call initSDK first and check its answer')
    }
    const problem = checkElements(elements)
    if (problem !== undefined) return problem
    const message = this.#created.create(elements, this.#session.nowMs)
    return okWith({ id: message.id, messageInfo: localView(message, { elements }, this.#session.loginUser) })
  }

  async #send(
    account: AccountSession,
    message: LocalMessage,
    param: SendMessageParam,
    options: Omit<MessageContent, 'elements'>,
  ): Promise<V2TimValueCallback<V2TimMessage>> {
    const receiver = param.receiver ?? ''
    const content: MessageContent = { elements: [...message.elements], ...options }
    const view: V2TimMessage = {
      ...localView(message, content, account.userID),
      userID: receiver,
      ...(param.localCustomData && { localCustomData: param.localCustomData }),
    }
    const { code, desc, result } = await account.send({ ...content, receiver, random: message.random })
    if (result === undefined) {
      this.#created.keepFailed({ message, param })
      return { code, desc, data: { ...view, msgID: message.id, status: MessageStatus.SEND_FAIL } }
    }
    const sent: V2TimMessage = {
      ...view,
      msgID: result.msgID,
      seq: String(result.seq),
      timestamp: Math.floor(result.timestampMs / 1000),
      status: MessageStatus.SEND_SUCC,
    }
    account.memory.keep(sent)
    return { code, desc, data: sent }
  }
}

/** A message on its way as the app sees it. */
const localView = (message: LocalMessage, content: MessageContent, me: string | undefined): V2TimMessage => ({
  ...contentOf(content),
  id: message.id,
  timestamp: Math.floor(message.createdAtMs / 1000),
  ...(me !== undefined && { sender: me }),
  status: MessageStatus.SENDING,
  isSelf: true,
  isRead: true,
  isPeerRead: false,
  random: message.random,
})

const checkParam = (param: SendMessageParam): Omit<MessageContent, 'elements'> | Failure => {
  if ((param.groupID ?? '') !== '') {
    return failure(ErrorCode.INTERFACE_NOT_SUPPORTED, 'groupID: group messages are not supported yet')
  }
  if ((param.receiver ?? '') === '') return invalid('receiver and groupID: one of them must be given')
  return checkUserID(param.receiver, 'receiver') ?? checkSendOptions(param)
}
