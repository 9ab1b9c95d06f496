import type { V2TimGroupListener, V2TimMessage } from '@carillon/client'
import { waitUntil, type DesktopClient, type TestkitOptions, type TestUser } from '@carillon/testkit'

import { dataOf } from './support.ts'
import { useWorldOf, type WorldOf } from './world.ts'

type Manager = DesktopClient['sdk']['v2TIMManager']

/** A user at a real client of a real server, with all that was heard of groups. */
export interface Member {
  userID: string
  user: TestUser
  client: DesktopClient
  tim: Manager
  groups: ReturnType<Manager['getGroupManager']>
  /** `onMemberEnter [groupID, ...]`, in their order. */
  heard: { name: string; args: unknown[] }[]
  /** What a callback of a group was given, now or soon. */
  hears(name: keyof V2TimGroupListener, groupID: string): Promise<unknown[]>
  /** A tip of a group, by the original's number, now or soon. */
  tip(groupID: string, type: number): Promise<V2TimMessage>
}

const names: (keyof V2TimGroupListener)[] = [
  'onMemberEnter',
  'onMemberLeave',
  'onMemberInvited',
  'onMemberKicked',
  'onMemberInfoChanged',
  'onGroupCreated',
  'onGroupDismissed',
  'onGroupInfoChanged',
  'onReceiveJoinApplication',
  'onApplicationProcessed',
  'onGrantAdministrator',
  'onRevokeAdministrator',
  'onQuitFromGroup',
]

/** A server with users at it who hear of groups. */
export const useGroupWorld = (options: TestkitOptions = {}): WorldOf<Member> =>
  useWorldOf(listening, { vendors: [], ...options })

const listening = (user: TestUser, client: DesktopClient): Member => {
  const tim = client.sdk.v2TIMManager
  const heard: Member['heard'] = []
  tim.addGroupListener(
    Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => void heard.push({ name, args })])),
  )
  return {
    userID: user.userID,
    user,
    client,
    tim,
    groups: tim.getGroupManager(),
    heard,
    async hears(name, groupID) {
      const call = await waitUntil(`${name} of ${groupID} for ${user.userID}`, () =>
        heard.find((each) => each.name === name && each.args[0] === groupID),
      )
      return call.args.slice(1)
    },
    tip: async (groupID, type) =>
      await client.waitForMessage(
        (message) => message.groupID === groupID && message.groupTipsElem?.type === type,
      ),
  }
}

/** Sends text to a group; the message, or the code of a failure. */
export const say = async (member: Member, groupID: string, text: string): Promise<V2TimMessage | number> => {
  const messages = member.tim.getMessageManager()
  const { id = '' } = dataOf(await messages.createTextMessage(text))
  const sent = await messages.sendMessage({ id, groupID, receiver: '' })
  return sent.code === 0 ? dataOf(sent) : sent.code
}
