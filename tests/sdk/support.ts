import type {
  V2TimCallback,
  V2TimMessage,
  V2TimMessageExtension,
  V2TimMessageReceipt,
  V2TimUserInfo,
  V2TimValueCallback,
} from '@carillon/client'
import { waitUntil, type DesktopClient, type TestUser } from '@carillon/testkit'

import { useWorldOf, type WorldOf } from './world.ts'

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
  user: TestUser
  client: DesktopClient
  tim: DesktopClient['sdk']['v2TIMManager']
  messages: ReturnType<DesktopClient['sdk']['v2TIMManager']['getMessageManager']>
  heard: Heard
  /** Sends text to a user or a group. @throws when it is refused */
  say(to: { receiver: string } | { groupID: string }, text: string, options?: object): Promise<V2TimMessage>
}

/** A server with users at it whose apps hear of messages. */
export type World = WorldOf<Person>

export const useWorld = (): World => useWorldOf(watched)

const watched = (user: TestUser, client: DesktopClient): Person => {
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
    userID: user.userID,
    user,
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
