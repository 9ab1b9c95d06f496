import type {
  EventMap,
  EventName,
  MessageChange,
  MessageRecord,
  Platform,
  SendMessageParams,
} from '@carillon/protocol'

import type { Callbacks } from '../../callbacks/index.ts'
import { createTestCallbacks } from '../../callbacks/testing/callbacks.ts'
import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import {
  Bookkeeping,
  catchUp,
  LiveConnections,
  Logins,
  type Session,
  type SessionLink,
} from '../../presence/index.ts'
import type { CommittedMessage } from '../../presence/types.ts'
import { createTestClock, type TestClock } from '../../push/testing/clock.ts'
import { createFakeTenants, type FakeTenants } from '../../push/testing/tenants.ts'
import type { PushEngine } from '../../push/types.ts'
import type { Database } from '../../store/db.ts'
import { Messaging } from '../messaging.ts'
import { createTestGroups, type TestGroups } from './groups.ts'
import type { SendOutcome } from '../types.ts'

/** Messaging and presence on a real database, without doors and push engine. App 1 must exist. */
export interface Chat {
  readonly clock: TestClock
  readonly tenants: FakeTenants
  /** Told and asked by messaging and presence; there is a backend only when the settings name one. */
  readonly callbacks: Callbacks
  readonly connections: LiveConnections
  readonly bookkeeping: Bookkeeping
  readonly logins: Logins
  readonly messaging: Messaging
  /** What the push engine was given. */
  readonly dispatched: CommittedMessage[]
  /** What it was given of online-only messages: the devices that were reached. */
  readonly reached: (readonly string[])[]
  /** Messages whose pushes the push engine was told to take back. */
  readonly recalled: MessageRecord[]
  /** Logins the push engine was told the end of: `user device`. */
  readonly departed: string[]
  readonly groups: TestGroups
  readonly faults: unknown[]
  /** Sends text; what is not given is made up. */
  send(given: {
    from: string
    to: string
    deviceID?: string
    random?: number
    isOnlineOnly?: boolean
    text?: string
  }): Promise<SendOutcome>
  /** Sends a message to a user or a group, text when it names no elements; throws when it is refused. */
  post(sender: string, params: Record<string, unknown>): Promise<MessageRecord>
  /** Logs in; throws when it is refused. */
  login(given: LoginGiven): Promise<LoggedIn>
  /** Logs in and catches up with what was missed in a week. */
  live(userID: string, deviceID?: string): Promise<LoggedIn>
  /** The connection of a login ends. */
  leave(loggedIn: Pick<LoggedIn, 'session'>): void
}

export interface LoginGiven {
  userID: string
  deviceID: string
  platform?: Platform
  deviceName?: string
  isReconnect?: boolean
  background?: { unreadCount: number }
}

export interface LoggedIn {
  session: Session
  link: RecordingLink
}

/** A connection that only remembers what it was given. */
export class RecordingLink implements SessionLink {
  isCongested = false
  /** `message.new`, `session.kicked`, ..., and `closed 3504` at the end. */
  readonly heard: string[] = []
  readonly messages: { eventID: number; message: MessageRecord }[] = []
  readonly changes: MessageChange[] = []
  readonly states: EventMap['conversation.state'][] = []
  readonly receipts: EventMap['message.receipts'][] = []
  readonly kicks: EventMap['session.kicked'][] = []
  /** State versions that catching up came to. */
  readonly finished: (number | undefined)[] = []
  onMessage: (eventID: number, message: MessageRecord) => void = () => undefined

  sendEvent<E extends EventName>(eventID: number, name: E, data: EventMap[E]): void {
    this.heard.push(name)
    if (name === 'session.kicked') this.kicks.push(data as EventMap['session.kicked'])
    if (name === 'message.changed') this.changes.push((data as EventMap['message.changed']).change)
    if (name === 'conversation.state') this.states.push(data as EventMap['conversation.state'])
    if (name === 'message.receipts') this.receipts.push(data as EventMap['message.receipts'])
    if (name === 'sync.finished') this.finished.push((data as EventMap['sync.finished']).stateVersion)
    if (name !== 'message.new') return
    const { message } = data as EventMap['message.new']
    this.messages.push({ eventID, message })
    this.onMessage(eventID, message)
  }

  close(code: number): void {
    this.heard.push(`closed ${code}`)
  }
}

const WEEK_MS = 7 * 86_400_000

let randoms = 0

/** Makes one node's messaging and presence. */
export const createChat = (database: Database, clock: TestClock = createTestClock()): Chat => {
  const faults: unknown[] = []
  const events = new Proxy({} as ServerEvents, {
    get: (_target, name) => (event: { error: unknown }) => {
      if (name === 'fault') faults.push(event.error)
    },
  })
  const dispatched: CommittedMessage[] = []
  const reached: (readonly string[])[] = []
  const recalled: MessageRecord[] = []
  const departed: string[] = []
  const groups = createTestGroups(database)
  const push: PushEngine = {
    leaseOwner: 'test',
    leaseMs: 60_000,
    dispatch: (message) => void dispatched.push(message),
    read: () => undefined,
    dispatchOnlineOnly: (_message, devices) => void reached.push(devices),
    departed: (devices) =>
      void departed.push(...devices.map(({ userID, deviceID }) => `${userID} ${deviceID}`)),
    recall: async (record) => await Promise.resolve(recalled.push(record)),
    takeReceipts: async () => await Promise.resolve(true),
    takeReports: async () => await Promise.resolve(true),
    state: () => ({ lanes: [], openMessages: 0, journal: { rows: 0, oldestMs: 0 } }),
    userStory: async () => await Promise.resolve(undefined),
    selfTest: async () => await Promise.resolve(undefined),
    story: async () => await Promise.resolve(undefined),
    stop: async () => await Promise.resolve(),
    async [Symbol.asyncDispose]() {},
  }
  const tenants = createFakeTenants()
  const parts: { clock: Clock; events: ServerEvents } = { clock, events }
  const bookkeeping = new Bookkeeping({ db: database, ...parts })
  const connections = new LiveConnections((...cursor) => bookkeeping.cursorMoved(...cursor))
  const callbacks = createTestCallbacks(database, { tenants, ...parts })
  const messaging = new Messaging({ database, tenants, connections, push, groups, callbacks, ...parts })
  const logins = new Logins({ database, connections, bookkeeping, clock, tenants, callbacks, push })
  const login: Chat['login'] = async ({ platform = 'android', isReconnect = false, ...given }) => {
    const link = new RecordingLink()
    const outcome = await logins.login({ sdkAppID: 1, platform, isReconnect, ...given }, link)
    if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.desc}`)
    return { session: outcome.session, link }
  }
  return {
    clock,
    tenants,
    callbacks,
    connections,
    bookkeeping,
    logins,
    messaging,
    dispatched,
    reached,
    recalled,
    departed,
    groups,
    faults,
    async send({ from, to, deviceID = `${from}-phone`, random = (randoms += 1), text = 'x', isOnlineOnly }) {
      return await messaging.send({
        sdkAppID: 1,
        sender: from,
        senderDeviceID: deviceID,
        params: {
          receiver: to,
          random,
          elements: [{ type: 'text', text }],
          ...(isOnlineOnly === undefined ? {} : { isOnlineOnly }),
        },
      })
    },
    async post(sender, params) {
      randoms += 1
      const outcome = await messaging.send({
        sdkAppID: 1,
        sender,
        senderDeviceID: `${sender}-phone`,
        params: {
          random: randoms,
          elements: [{ type: 'text', text: `text ${randoms}` }],
          ...params,
        } as unknown as SendMessageParams,
      })
      if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.desc}`)
      return outcome.record
    },
    login,
    async live(userID, deviceID = `${userID}-phone`) {
      const { session, link } = await login({ userID, deviceID })
      await catchUp({ db: database, bookkeeping, clock, session, cursors: {}, windowMs: WEEK_MS })
      return { session, link }
    },
    leave({ session }) {
      session.end(3001, '')
      logins.disconnected(session)
    },
  }
}

/** Adds users to app 1. */
export const addUsers = async (db: Database, ...userIDs: string[]): Promise<void> => {
  await db.query(
    {
      name: 'test.addUsers',
      text: `insert into users (sdk_app_id, user_id) select 1, unnest($1::text[]) on conflict do nothing`,
    },
    [userIDs],
  )
}
