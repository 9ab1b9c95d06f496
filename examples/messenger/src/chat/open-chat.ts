import { MessageStatus, type V2TimAdvancedMsgListener, type V2TimMessage } from '@carillon/client'

import { AppState } from 'react-native'

import { Store } from '../store'
import { peerOf, type Peer } from './conversation-id'
import { sdk } from './sdk'
import { pushInfoOf } from './push-info'

const pageSize = 30
const messageManager = sdk.getMessageManager()

/** What a chat shows. */
export interface ChatView {
  /** Newest first. */
  messages: readonly V2TimMessage[]
  /** There are older ones to load. */
  hasOlder: boolean
  /** What failed last, in the SDK's words; '' when nothing did. */
  problem: string
}

/** The name of a message in the list: the temporary ID it was made with here, else its own. */
export const keyOf = ({ id, msgID }: V2TimMessage): string => id || msgID || ''

/** One conversation while it is on the screen. */
export class OpenChat {
  readonly view = new Store<ChatView>({ messages: [], hasOlder: false, problem: '' })
  readonly #peer: Peer
  readonly #listener: V2TimAdvancedMsgListener
  readonly #appState: { remove(): void }

  constructor(conversationID: string) {
    const peer = peerOf(conversationID)
    if (peer === undefined) throw new Error(`no conversation: ${conversationID}`)
    this.#peer = peer
    this.#listener = {
      onRecvNewMessage: (message) => this.#received(message),
      onRecvMessageModified: (message) => this.#replaced(message),
      onRecvMessageRevoked: (msgID) => this.#changed(msgID, { status: MessageStatus.LOCAL_REVOKED }),
      onSendMessageProgress: (message, progress) => this.#changed(keyOf(message), { progress }),
      onRecvC2CReadReceipt: (receipts) => {
        for (const { userID, timestamp } of receipts) this.#readUpTo(userID, timestamp)
      },
    }
    messageManager.addAdvancedMsgListener(this.#listener)
    this.#appState = AppState.addEventListener('change', () => void this.#markSeen())
    void this.#loadFirst()
  }

  close(): void {
    messageManager.removeAdvancedMsgListener(this.#listener)
    this.#appState.remove()
  }

  async loadOlder(): Promise<void> {
    const { messages, hasOlder } = this.view.get()
    const oldest = messages.findLast(({ msgID, status }) => msgID && status === MessageStatus.SEND_SUCC)
    if (!hasOlder || oldest === undefined) return
    await this.#load(oldest.msgID)
  }

  async sendText(text: string): Promise<void> {
    const { code, desc, data } = await messageManager.createTextMessage(text)
    if (data === undefined) return this.#failed(code, desc)
    await this.#send(data.id ?? '', data.messageInfo)
  }

  /** Sends a picture of this phone; the SDK brings it to the server first. */
  async sendImage(path: string): Promise<void> {
    const { code, desc, data } = await messageManager.createImageMessage(path)
    if (data === undefined) return this.#failed(code, desc)
    await this.#send(data.id ?? '', data.messageInfo)
  }

  /** Sends a message that failed once more. */
  async resend(message: V2TimMessage): Promise<void> {
    this.#replaced({ ...message, status: MessageStatus.SENDING })
    this.#answered(message, await messageManager.reSendMessage(message.msgID ?? ''))
  }

  async recall({ msgID = '' }: V2TimMessage): Promise<void> {
    const { code, desc } = await messageManager.revokeMessage(msgID)
    if (code === 0) this.#changed(msgID, { status: MessageStatus.LOCAL_REVOKED })
    else this.#failed(code, desc)
  }

  /** Tells the server, and in a conversation of two the other one, that everything here was seen. */
  async #markSeen(): Promise<void> {
    // Behind another app, or on a locked phone, nobody sees it.
    if (AppState.currentState !== 'active') return
    const peer = this.#peer
    await (peer.kind === 'user'
      ? messageManager.markC2CMessageAsRead(peer.userID)
      : messageManager.markGroupMessageAsRead(peer.groupID))
  }

  async #loadFirst(): Promise<void> {
    await this.#load()
    await this.#markSeen()
  }

  async #load(lastMsgID?: string): Promise<void> {
    const peer = this.#peer
    const { code, desc, data } = await (peer.kind === 'user'
      ? messageManager.getC2CHistoryMessageList(peer.userID, pageSize, lastMsgID)
      : messageManager.getGroupHistoryMessageList(peer.groupID, pageSize, lastMsgID))
    if (data === undefined) return this.#failed(code, desc)
    this.view.update(({ messages, problem }) => {
      const known = new Set(messages.map(({ msgID }) => msgID))
      const older = data.filter(({ msgID }) => !known.has(msgID))
      return { messages: [...messages, ...older], hasOlder: data.length === pageSize, problem }
    })
  }

  async #send(id: string, message: V2TimMessage): Promise<void> {
    // On the screen at once, as "sending".
    this.#added({ ...message, id, isSelf: true, status: MessageStatus.SENDING })
    const peer = this.#peer
    const answer = await messageManager.sendMessage({
      id,
      ...(peer.kind === 'user'
        ? { receiver: peer.userID, groupID: '' }
        : { receiver: '', groupID: peer.groupID }),
      offlinePushInfo: await pushInfoOf(peer),
    })
    this.#answered({ ...message, id }, answer)
  }

  #answered(
    before: V2TimMessage,
    { code, desc, data }: { code: number; desc: string; data?: V2TimMessage },
  ): void {
    const key = keyOf(before)
    const after = data ?? { ...before, status: MessageStatus.SEND_FAIL }
    this.#replaced({ ...after, id: key })
    if (code === 0) this.view.update((view) => ({ ...view, problem: '' }))
    else this.#failed(code, desc)
  }

  #received(message: V2TimMessage): void {
    const peer = this.#peer
    const isHere =
      peer.kind === 'user'
        ? message.userID === peer.userID && !message.groupID
        : message.groupID === peer.groupID
    if (!isHere) return
    this.#added(message)
    if (message.isSelf !== true) void this.#markSeen()
  }

  #added(message: V2TimMessage): void {
    this.view.update((view) =>
      view.messages.some((each) => keyOf(each) === keyOf(message))
        ? view
        : { ...view, messages: [message, ...view.messages] },
    )
  }

  #replaced(message: V2TimMessage): void {
    const isIt = (each: V2TimMessage): boolean =>
      keyOf(each) === keyOf(message) || (message.msgID !== undefined && each.msgID === message.msgID)
    this.#map((each) => (isIt(each) ? { ...message, id: each.id ?? '' } : each))
  }

  #changed(key: string, change: Partial<V2TimMessage>): void {
    this.#map((each) => (keyOf(each) === key || each.msgID === key ? { ...each, ...change } : each))
  }

  #readUpTo(userID: string, timestamp: number): void {
    const peer = this.#peer
    if (peer.kind !== 'user' || peer.userID !== userID) return
    this.#map((each) =>
      each.isSelf === true && (each.timestamp ?? Infinity) <= timestamp
        ? { ...each, isPeerRead: true }
        : each,
    )
  }

  #map(change: (message: V2TimMessage) => V2TimMessage): void {
    this.view.update((view) => ({ ...view, messages: view.messages.map(change) }))
  }

  #failed(code: number, desc: string): void {
    this.view.update((view) => ({ ...view, problem: `${desc} (${code})` }))
  }
}
