import type { MessageElement, MessageRecord, Platform, SendMessageParams } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { App } from '../tenants/types.ts'

/** A message somebody wants to send. */
export interface CallbackSend {
  sender: string
  /** What it is sent from. */
  platform: Platform | undefined
  params: SendMessageParams
  /** Of a group message: the group's type as clients name it. */
  groupType?: string
}

/** What the app's backend says to a message that is about to be sent. */
export type BeforeSendAnswer =
  | { kind: 'allow'; change?: { elements?: MessageElement[]; cloudCustomData?: string } }
  /** The sender is told that it was sent; nobody gets it. */
  | { kind: 'drop' }
  | { kind: 'refuse'; code: number; desc: string }

/** A device's login began or ended. */
export interface StateChange {
  user: UserKey
  platform: Platform
  action: 'Login' | 'Logout' | 'Disconnect'
  reason: 'Register' | 'Unregister' | 'LinkClose' | 'TimeOut'
  /** Platform kinds of the logins that this one ended. */
  kicked?: readonly Platform[]
}

/** What messaging tells and asks the app's backend. */
export interface MessageCallbacks {
  /** Never rejects: a backend that does not answer is the app's setting's to judge. */
  beforeSend(app: App, send: CallbackSend): Promise<BeforeSendAnswer>
  afterSend(
    app: App,
    send: CallbackSend,
    outcome: { record: MessageRecord } | { code: number; desc: string },
  ): void
  /** A user has read one-to-one conversations. */
  afterRead(user: UserKey, peers: readonly string[], atMs: number): void
  /** A message was taken back. */
  afterRecall(user: UserKey, record: MessageRecord): void
}

/** What presence tells the app's backend. */
export interface StateCallbacks {
  stateChanged(change: StateChange): void
}
