import type {
  V2TimCallback,
  V2TimMessage,
  V2TimMessageExtension,
  V2TimMessageReceipt,
  V2TimUserInfo,
  V2TimValueCallback,
} from '@carillon/client'
import { waitUntil, type ClientPlatform, type DesktopClient } from '@carillon/testkit'

import { startSharedKit, type SharedKit } from '../support/kit.ts'

/** What a user's app was told of messages, in order. */
export interface Heard {
  messages: V2TimMessage[]
  modified: V2TimMessage[]
  revoked: { msgID: string; by: string | undefined; reason: string | undefined }[]
  c2cReceipts: V2TimMessageReceipt[]
  receipts: V2TimMessageReceipt[]
  extensionsChanged: { msgID: string; extensions: V2TimMessageExtension[] }[]
  extensionsDeleted: { msgID: string; keys: string[] }[]
  simple: { kind: string; msgID: string; sender: V2TimUserInfo; groupID?: string; text: string }[]
}

/** A user at a real client of a real server. */
export interface Person extends AsyncDisposable {
  userID: string
  client: DesktopClient
  tim: DesktopClient['sdk']['v2TIMManager']
  messages: ReturnType<DesktopClient['sdk']['v2TIMManager']['getMessageManager']>
  heard: Heard
  /** Sends text to a user or a group. @throws when it is refused */
  say(to: { receiver: string } | { groupID: string }, text: string, options?: object): Promise<V2TimMessage>
}

let people = 0

/** A server with users at it. */
export interface World extends AsyncDisposable {
  shared: SharedKit
  /** Logs a new user in, on a computer. */
  person(name?: string): Promise<Person>
  /** Logs a user in on one more device. */
  another(person: Person, platform: ClientPlatform): Promise<Person>
}

export const startWorld = async (): Promise<World> => {
  const shared = await startSharedKit()
  const users = new Map<string, Awaited<ReturnType<typeof shared.kit.createUser>>>()
  return {
    shared,
    async person(name = 'user') {
      people += 1
      const user = await shared.kit.createUser(`${name}${people}`, name)
      users.set(user.userID, user)
      return watched(await shared.kit.logIn(user, 'linux'))
    },
    async another({ userID }, platform) {
      const user = users.get(userID)
      if (!user) throw new Error(`no user ${userID}`)
      return watched(await shared.kit.logIn(user, platform))
    },
    async [Symbol.asyncDispose]() {
      await shared[Symbol.asyncDispose]()
    },
  }
}

const watched = (client: DesktopClient): Person => {
  const tim = client.sdk.v2TIMManager
  const messages = tim.getMessageManager()
  const heard: Heard = {
    messages: [],
    modified: [],
    revoked: [],
    c2cReceipts: [],
    receipts: [],
    extensionsChanged: [],
    extensionsDeleted: [],
    simple: [],
  }
  messages.addAdvancedMsgListener({
    onRecvNewMessage: (message) => heard.messages.push(message),
    onRecvMessageModified: (message) => heard.modified.push(message),
    onRecvMessageRevoked: (msgID, by, reason) => heard.revoked.push({ msgID, by: by?.userID, reason }),
    onRecvC2CReadReceipt: (list) => heard.c2cReceipts.push(...list),
    onRecvMessageReadReceipts: (list) => heard.receipts.push(...list),
    onRecvMessageExtensionsChanged: (msgID, extensions) =>
      heard.extensionsChanged.push({ msgID, extensions }),
    onRecvMessageExtensionsDeleted: (msgID, keys) => heard.extensionsDeleted.push({ msgID, keys }),
  })
  tim.addSimpleMsgListener({
    onRecvC2CTextMessage: (msgID, sender, text) =>
      heard.simple.push({ kind: 'c2c text', msgID, sender, text }),
    onRecvC2CCustomMessage: (msgID, sender, text) =>
      heard.simple.push({ kind: 'c2c custom', msgID, sender, text }),
    onRecvGroupTextMessage: (msgID, groupID, sender, text) =>
      heard.simple.push({ kind: 'group text', msgID, sender, groupID, text }),
    onRecvGroupCustomMessage: (msgID, groupID, sender, text) =>
      heard.simple.push({ kind: 'group custom', msgID, sender, groupID, text }),
  })
  return {
    userID: client.userID,
    client,
    tim,
    messages,
    heard,
    async say(to, text, options = {}) {
      const created = dataOf(await messages.createTextMessage(text))
      return dataOf(
        await messages.sendMessage({ id: created.id ?? '', receiver: '', groupID: '', ...to, ...options }),
      )
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
    },
  }
}

/** The data of a success. @throws with the code of a failure */
export const dataOf = <T>({ code, desc, data }: V2TimValueCallback<T>): T => {
  if (code !== 0 || data === undefined) throw new Error(`${code} ${desc}`)
  return data
}

/** Makes sure that a call succeeded. @throws with the code of a failure */
export const succeed = ({ code, desc }: V2TimCallback): void => {
  if (code !== 0) throw new Error(`${code} ${desc}`)
}

/** Waits for the message with this ID to arrive. */
export const arrival = async ({ heard, userID }: Person, msgID: string | undefined): Promise<V2TimMessage> =>
  await waitUntil(`message ${msgID} for ${userID}`, () =>
    heard.messages.find((message) => message.msgID === msgID),
  )

/** Waits until something holds. */
export const eventually = async (what: string, holds: () => boolean): Promise<void> => {
  await waitUntil(what, () => (holds() ? true : undefined))
}

/** A group of the first person's, with the others in it. */
export const makeGroup = async (
  owner: Person,
  members: readonly Person[],
  type = 'Public',
): Promise<string> => {
  const memberList = members.map(({ userID }) => ({ userID, role: 200 }))
  return dataOf(
    await owner.tim.getGroupManager().createGroup({ groupType: type, groupName: 'group', memberList }),
  )
}
