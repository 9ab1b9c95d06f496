import {
  ErrorCode,
  isGroupID,
  systemSender,
  type MessageRecord,
  type SendMessageParams,
} from '@carillon/protocol'

import type { CallbackSend, MessageCallbacks } from '../callbacks/types.ts'
import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import { checkFiles } from '../files/index.ts'
import { makeUnstoredMsgID } from '../message-id.ts'
import type { Connections } from '../presence/types.ts'
import type { PushEngine } from '../push/types.ts'
import type { Database } from '../store/db.ts'
import type { App, Tenants } from '../tenants/types.ts'
import { checkParties, partiesOf } from './batch.ts'
import { checkContent } from './check-content.ts'
import { comingsAndGoings } from './comings-and-goings.ts'
import { deliverMessage, deliverToRecipients } from './delivery.ts'
import { storeMerged } from './merged.ts'
import { forgetRandoms } from './queries.ts'
import { toRecord } from './record.ts'
import {
  refusedSend,
  type GroupSends,
  type Send,
  type SendOutcome,
  type SendRequest,
  type TipsRequest,
} from './types.ts'
import { MessageWriter } from './writer.ts'

/** What messaging is made from. */
export interface MessagingParts {
  database: Database
  tenants: Pick<Tenants, 'app'>
  connections: Connections
  push: PushEngine
  groups: GroupSends
  callbacks: MessageCallbacks
  events: ServerEvents
  clock: Clock
}

const HOUR_MS = 3_600_000
/** The audience of a live group is written down, message by message, as far as it is no larger. */
const mostInStoryOfLive = 500
/** Longest `messaging.duplicateWindowMs` an app can set. */
const longestDuplicateWindowMs = 30 * 24 * HOUR_MS

/** A send with those who are to have it; the sender may be among them. */
interface AddressedSend {
  send: Send
  recipients: readonly string[]
  /** False for groups that keep no messages. */
  isStored: boolean
  groupType?: string
}

/** Takes messages, stores them, hands them to those who are connected, and to the push engine. */
export class Messaging {
  readonly #parts: MessagingParts
  readonly #writer: MessageWriter
  #cancelForgetting: () => void
  #forgetting: Promise<void> = Promise.resolve()

  constructor(parts: MessagingParts) {
    this.#parts = parts
    const { database, clock, events, push } = parts
    this.#writer = new MessageWriter({
      database,
      clock,
      events,
      lease: { owner: push.leaseOwner, ms: push.leaseMs },
    })
    this.#cancelForgetting = clock.after(HOUR_MS, () => this.#forget())
  }

  /**
   * Sends a message. Resolves when it is committed (or refused); live copies and the push engine have
   * it by then. The same (sender, random) again answers the first message and does nothing more.
   */
  async send(request: SendRequest): Promise<SendOutcome> {
    const { sdkAppID, sender, params } = request
    const problem = checkContent(params)
    if (problem) return refusedSend(problem.code, problem.desc)
    const app = await this.#parts.tenants.app(sdkAppID)
    if (!app) return refusedSend(ErrorCode.SDKAPPID_NOT_FOUND, `There is no app ${sdkAppID} any more.`)
    const receiver = params.receiver ?? params.groupID ?? ''
    this.#parts.events.sendReceived({ sdkAppID, sender, receiver, random: params.random })
    const merged = await storeMerged(this.#parts, request)
    if (!merged.ok) return merged
    const addressed = await this.#address({ ...request, params: merged.params }, app)
    if ('code' in addressed) return addressed
    const isKept = params.isOnlineOnly !== true && addressed.isStored
    const user = { sdkAppID, userID: sender }
    const badFile = await checkFiles(this.#parts, user, params.elements, !isKept)
    if (badFile) return badFile
    return await this.#sendAsAllowed(addressed, app, isKept)
  }

  /** Asks the app's backend, sends what it lets through, and tells it what came of that. */
  async #sendAsAllowed(asked: AddressedSend, app: App, isKept: boolean): Promise<SendOutcome> {
    const { callbacks } = this.#parts
    const allowed = await this.#allow(asked, app)
    if ('ok' in allowed) return allowed
    const outcome = isKept ? await this.#store(allowed, app) : await this.#sendLive(allowed)
    if (!outcome.ok || !outcome.isDuplicate)
      callbacks.afterSend(app, callbackOf(allowed), outcome.ok ? { record: outcome.record } : outcome)
    return outcome
  }

  /** The message as the app's backend lets it through, or what the sender is answered. */
  async #allow(asked: AddressedSend, app: App): Promise<AddressedSend | SendOutcome> {
    const answer = await this.#parts.callbacks.beforeSend(app, callbackOf(asked))
    if (answer.kind === 'refuse') return refusedSend(answer.code, answer.desc)
    const { send } = asked
    // The sender is to believe that it was sent.
    if (answer.kind === 'drop')
      return await this.#sendLive({ ...asked, send: { ...send, isPushed: false }, recipients: [] })
    if (answer.change === undefined) return asked
    const params: SendMessageParams = { ...send.params, ...answer.change }
    const problem = checkContent(params)
    return problem ? refusedSend(problem.code, problem.desc) : { ...asked, send: { ...send, params } }
  }

  /** Puts a tip into a group's conversation. */
  async sendTips(tips: TipsRequest): Promise<SendOutcome> {
    const { sdkAppID, groupID, conversationID, element, recipients, isStored } = tips
    const app = await this.#parts.tenants.app(sdkAppID)
    if (!app) return refusedSend(ErrorCode.SDKAPPID_NOT_FOUND, `There is no app ${sdkAppID} any more.`)
    const random = Math.floor(Math.random() * 0x1_0000_0000)
    const params: SendMessageParams = {
      groupID,
      random,
      elements: [element],
      isExcludedFromUnreadCount: true,
    }
    const send: Send = {
      sdkAppID,
      sender: systemSender,
      senderDeviceID: '',
      params,
      group: { conversationID },
      countsAsUnread: false,
      isPushed: false,
      showsBlockedAsSent: true,
    }
    const addressed = { send, recipients, isStored }
    return isStored ? await this.#store(addressed, app) : await this.#sendLive(addressed)
  }

  /** What the other requests about messages need: changes go through the writer of this. */
  get parts(): MessagingParts & { writer: MessageWriter } {
    return { ...this.#parts, writer: this.#writer }
  }

  /** Waits until what was taken is stored. */
  async stop(): Promise<void> {
    this.#cancelForgetting()
    await this.#writer.idle()
    await this.#forgetting
  }

  /** Decides who is to have a message, or why it is not taken. */
  async #address(
    request: SendRequest,
    app: App,
  ): Promise<AddressedSend | Extract<SendOutcome, { ok: false }>> {
    const { sdkAppID, sender, params } = request
    const { showBlockedAsSent: showsBlockedAsSent } = app.settings.messaging
    const countsAsUnread = params.isExcludedFromUnreadCount !== true
    const send: Send = { ...request, countsAsUnread, isPushed: true, showsBlockedAsSent }
    if (params.groupID === undefined)
      return { send, recipients: params.receiver === sender ? [] : [params.receiver], isStored: true }
    const { groupID, targetUserIDs } = params
    if (!isGroupID(groupID))
      return refusedSend(ErrorCode.GROUP_INVALID_GROUPID, 'groupID: not the ID of a group')
    const check = await this.#parts.groups.checkSend({ sdkAppID, groupID, sender, params })
    if (!check.ok) return check
    const { conversationID, nameCard, isStored, groupType } = check
    const group = { conversationID, ...(nameCard === undefined ? {} : { nameCard }) }
    if (targetUserIDs === undefined) {
      const { recipients } = check
      return {
        send: { ...send, group, countsAsUnread: countsAsUnread && check.countsAsUnread },
        recipients,
        isStored,
        groupType,
      }
    }
    const members = new Set(check.recipients)
    const recipients = [...new Set(targetUserIDs)].filter(
      (userID) => userID !== sender && members.has(userID),
    )
    return {
      send: { ...send, group, countsAsUnread: false, visibleTo: [sender, ...recipients] },
      recipients,
      isStored,
      groupType,
    }
  }

  async #store({ send, recipients }: AddressedSend, app: App): Promise<SendOutcome> {
    const { sdkAppID, senderDeviceID } = send
    const outcome = await this.#writer.store(send, app.settings.messaging.duplicateWindowMs)
    if (!outcome.ok) return outcome
    const { record, isDuplicate, isBlocked, notReceiving } = outcome
    const { events, connections } = this.#parts
    events.messageCommitted({ sdkAppID, msgID: record.msgID, duplicate: isDuplicate })
    if (!isDuplicate) {
      const live = isBlocked ? [] : recipients
      deliverMessage(connections, record, { recipients: live, notReceiving }, senderDeviceID)
      if (send.isPushed) await this.#push({ send, recipients, isStored: true }, record, notReceiving)
    }
    return { ok: true, record, isDuplicate }
  }

  /** Those who get no live copy are the planner's too: it writes down why. */
  async #push(
    { send, recipients }: AddressedSend,
    record: MessageRecord,
    notReceiving: ReadonlyMap<string, 1 | 4>,
  ): Promise<void> {
    const { connections, push, events } = this.#parts
    const { senderDeviceID } = send
    // After the live copies, which go out in the order of the log.
    const { joined, left } = await comingsAndGoings(this.#parts, { send, recipients }, record).catch(
      (error: unknown) => {
        events.fault({ where: 'messaging.members', error })
        return { joined: [], left: new Set<string>() }
      },
    )
    if (joined.length > 0) deliverToRecipients(connections, record, { recipients: joined, notReceiving })
    const stayed = left.size === 0 ? recipients : recipients.filter((userID) => !left.has(userID))
    const all = joined.length === 0 ? stayed : [...stayed, ...joined]
    push.dispatch({ record, recipients: others(send, all), senderDeviceID })
  }

  async #sendLive({ send, recipients, isStored }: AddressedSend): Promise<SendOutcome> {
    const { senderDeviceID } = send
    const { database, clock, connections, push } = this.#parts
    const [parties] = await partiesOf([send], { database })
    if (parties === undefined) throw new Error('a query for one send answered none')
    const refusal = checkParties(send, parties)
    if (refusal) return refusal
    const place = { msgID: makeUnstoredMsgID(), seq: 0, sentAtMs: clock.now() }
    const record: MessageRecord = toRecord(send, place, { ...parties, nameCard: send.group?.nameCard })
    const live = parties.isBlocked ? [] : recipients
    const reached = deliverMessage(connections, record, { recipients: live }, senderDeviceID)
    if (send.isPushed && (isStored || recipients.length <= mostInStoryOfLive))
      push.dispatchOnlineOnly({ record, recipients: others(send, recipients), senderDeviceID }, reached)
    return { ok: true, record, isDuplicate: false }
  }

  #forget(): void {
    const { database, clock, events } = this.#parts
    this.#forgetting = forgetRandoms(database, clock.now() - longestDuplicateWindowMs).catch(
      (error: unknown) => events.fault({ where: 'messaging.forget', error }),
    )
    this.#cancelForgetting = clock.after(HOUR_MS, () => this.#forget())
  }
}

const callbackOf = ({ send, groupType }: AddressedSend): CallbackSend => ({
  sender: send.sender,
  platform: send.platform,
  params: send.params,
  ...(groupType === undefined ? {} : { groupType }),
})

const others = ({ sender }: Send, recipients: readonly string[]): readonly string[] =>
  recipients.filter((userID) => userID !== sender)
