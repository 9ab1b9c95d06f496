import { ErrorCode, type MessageRecord } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import type { UserKey } from '../presence/types.ts'
import type { App, Tenants } from '../tenants/types.ts'
import { messageKey, optPlatform, placeOf, sendBody } from './bodies.ts'
import type { CallbackCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { FileAddress } from './message-body.ts'
import { postCallback, type CallbackAnswer } from './post.ts'
import type {
  BeforeSendAnswer,
  CallbackSend,
  MessageCallbacks,
  StateCallbacks,
  StateChange,
} from './types.ts'

/** What callbacks are made from. */
export interface CallbackParts {
  tenants: Pick<Tenants, 'app'>
  clock: Clock
  events: Pick<ServerEvents, 'callbackDone' | 'fault'>
  /** Opens an app's sealed token. */
  openToken(sdkAppID: number, sealed: string): string
  fileAddress: FileAddress
  /** Unread one-to-one messages of a user. */
  unreadCount(user: UserKey): Promise<number>
}

/** Questions that may be without an answer at once; further ones count as failed. */
const mostQuestions = 1_000
/** What is told at once. */
const mostToldAtOnce = 32
/** What may wait to be told; further ones are not told. */
const mostWaiting = 10_000

/** Tells and asks the backends of apps, by HTTP. What is told is told once; nothing waits for it. */
export class Callbacks implements MessageCallbacks, StateCallbacks {
  readonly #parts: CallbackParts
  readonly #waiting: (() => Promise<void>)[] = []
  readonly #closing = new AbortController()
  readonly #telling = new Set<Promise<void>>()
  #questions = 0

  constructor(parts: CallbackParts) {
    this.#parts = parts
  }

  async beforeSend(app: App, send: CallbackSend): Promise<BeforeSendAnswer> {
    const isOfGroup = send.params.groupID !== undefined
    const command = isOfGroup ? 'Group.CallbackBeforeSendMsg' : 'C2C.CallbackBeforeSendMsg'
    if (!isWanted(app, command)) return { kind: 'allow' }
    const answer = await this.#ask(app, command, optPlatform(send.platform), {
      ...this.#bodyOf(send),
      ...(isOfGroup ? {} : { EventTime: this.#parts.clock.now() }),
    })
    if (answer === undefined) return this.#unanswered(app)
    const decided = decide(answer, send)
    if (decided !== 'unreadable') return decided
    this.#parts.events.fault({
      where: 'callbacks',
      error: new Error(`${command} of app ${app.sdkAppID} was answered with a MsgBody that cannot be read`),
    })
    return this.#unanswered(app)
  }

  afterSend(
    app: App,
    send: CallbackSend,
    outcome: { record: MessageRecord } | { code: number; desc: string },
  ): void {
    const isOfGroup = send.params.groupID !== undefined
    const command = isOfGroup ? 'Group.CallbackAfterSendMsg' : 'C2C.CallbackAfterSendMsg'
    // A group message that was refused is nobody's news; the original tells of one-to-one messages alone.
    if (!isWanted(app, command) || (isOfGroup && !('record' in outcome))) return
    const { sdkAppID } = app
    this.#tell(app, command, optPlatform(send.platform), async () => {
      const body = this.#bodyOf(send)
      if (isOfGroup) return { ...body, ...('record' in outcome ? placeOf(outcome.record) : {}) }
      if (!('record' in outcome))
        return { ...body, SendMsgResult: outcome.code, ErrorInfo: outcome.desc, UnreadMsgNum: -1 }
      const unread = await this.#parts.unreadCount({ sdkAppID, userID: send.params.receiver ?? '' })
      const { record } = outcome
      return {
        ...body,
        ...placeOf(record),
        MsgKey: messageKey(record),
        MsgId: record.msgID,
        EventTime: record.timestampMs,
        SendMsgResult: 0,
        ErrorInfo: 'send msg succeed',
        UnreadMsgNum: unread,
      }
    })
  }

  afterRead(user: UserKey, peers: readonly string[], atMs: number): void {
    this.#ofApp(user.sdkAppID, 'C2C.CallbackAfterMsgReport', (app) => {
      for (const peer of peers)
        this.#tell(app, 'C2C.CallbackAfterMsgReport', optPlatform(undefined), async () => ({
          Report_Account: user.userID,
          Peer_Account: peer,
          LastReadTime: Math.floor(atMs / 1000),
          UnreadMsgNum: await this.#parts.unreadCount(user),
        }))
    })
  }

  afterRecall(user: UserKey, record: MessageRecord): void {
    const { groupID, receiver = '' } = record
    const command = groupID === undefined ? 'C2C.CallbackAfterMsgWithDraw' : 'Group.CallbackAfterRecallMsg'
    this.#ofApp(user.sdkAppID, command, (app) =>
      this.#tell(app, command, optPlatform(undefined), async () =>
        groupID === undefined
          ? {
              From_Account: record.sender.userID,
              To_Account: receiver,
              MsgKey: messageKey(record),
              MsgId: record.msgID,
              UnreadMsgNum: await this.#parts.unreadCount({ sdkAppID: user.sdkAppID, userID: receiver }),
            }
          : { GroupId: groupID, Operator_Account: user.userID, MsgSeqList: [{ MsgSeq: record.seq }] },
      ),
    )
  }

  stateChanged({ user, platform, action, reason, kicked = [] }: StateChange): void {
    const atMs = this.#parts.clock.now()
    this.#ofApp(user.sdkAppID, 'State.StateChange', (app) =>
      this.#tell(
        app,
        'State.StateChange',
        optPlatform(platform, 'IOS'),
        async () =>
          await Promise.resolve({
            EventTime: atMs,
            Info: { Action: action, To_Account: user.userID, Reason: reason },
            ...(kicked.length === 0
              ? {}
              : { KickedDevice: kicked.map((each) => ({ Platform: optPlatform(each) })) }),
          }),
      ),
    )
  }

  /** Waits until what is under way is told, or `graceMs` are over; what waits is given up. */
  async stop(graceMs: number): Promise<void> {
    this.#waiting.length = 0
    const cancel = this.#parts.clock.after(graceMs, () => this.#closing.abort())
    await Promise.all(this.#telling)
    cancel()
    this.#closing.abort()
  }

  /** Looks the app up for news that come without it. */
  #ofApp(sdkAppID: number, command: CallbackCommand, then: (app: App) => void): void {
    this.#parts.tenants.app(sdkAppID).then(
      (app) => {
        if (app !== undefined && isWanted(app, command)) then(app)
      },
      (error: unknown) => this.#parts.events.fault({ where: 'callbacks', error }),
    )
  }

  #bodyOf(send: CallbackSend): Record<string, unknown> {
    const { fileAddress: addressOf, clock } = this.#parts
    return sendBody(send, { addressOf, nowMs: clock.now() })
  }

  #unanswered({ settings }: App): BeforeSendAnswer {
    if (!settings.callbacks.refusesWhenUnanswered) return { kind: 'allow' }
    return {
      kind: 'refuse',
      code: ErrorCode.BEFORE_SEND_CALLBACK_FAILED,
      desc: "The app's backend, which decides about messages, did not answer.",
    }
  }

  async #ask(
    app: App,
    command: CallbackCommand,
    platform: string,
    body: Record<string, unknown>,
  ): Promise<CallbackAnswer | undefined> {
    if (this.#questions >= mostQuestions) {
      this.#parts.events.callbackDone({ sdkAppID: app.sdkAppID, command, result: 'crowded', durationMs: 0 })
      return undefined
    }
    this.#questions += 1
    try {
      return await this.#post(app, command, platform, body)
    } finally {
      this.#questions -= 1
    }
  }

  #tell(
    app: App,
    command: CallbackCommand,
    platform: string,
    body: () => Promise<Record<string, unknown>>,
  ): void {
    if (this.#closing.signal.aborted) return
    if (this.#waiting.length >= mostWaiting) {
      this.#parts.events.callbackDone({ sdkAppID: app.sdkAppID, command, result: 'crowded', durationMs: 0 })
      return
    }
    this.#waiting.push(async () => void (await this.#post(app, command, platform, await body())))
    this.#tellNext()
  }

  #tellNext(): void {
    while (this.#telling.size < mostToldAtOnce) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      const telling = next()
        .catch((error: unknown) => this.#parts.events.fault({ where: 'callbacks', error }))
        .finally(() => {
          this.#telling.delete(telling)
          this.#tellNext()
        })
      this.#telling.add(telling)
    }
  }

  async #post(
    { sdkAppID, settings }: App,
    command: CallbackCommand,
    platform: string,
    body: Record<string, unknown>,
  ): Promise<CallbackAnswer | undefined> {
    const { url, token, timeoutMs } = settings.callbacks
    const { clock, events, openToken } = this.#parts
    const startedMs = clock.now()
    const done = (result: 'answered' | 'failed', text?: string): void =>
      events.callbackDone({
        sdkAppID,
        command,
        result,
        durationMs: clock.now() - startedMs,
        ...(text === undefined ? {} : { text }),
      })
    try {
      const answer = await postCallback(
        {
          url,
          sdkAppID,
          command,
          platform,
          body,
          token: token === '' ? undefined : openToken(sdkAppID, token),
          nowMs: startedMs,
          timeoutMs,
        },
        this.#closing.signal,
      )
      done('answered')
      return answer
    } catch (error) {
      done('failed', (error instanceof Error ? error.message : String(error)).slice(0, 200))
      return undefined
    }
  }
}

const isWanted = ({ settings }: App, command: CallbackCommand): boolean =>
  settings.callbacks.url !== '' && settings.callbacks.commands.includes(command)
