import type { V2TimMessage } from '@carillon/client'
import type { ServerEvents } from '@carillon/server'
import { DesktopClient, type Testkit, type TestPhone, type TestUser } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { Cable } from './sdk/cable.ts'
import { useSharedKit } from './support/use-kit.ts'

// What an app relies on of the original's offline push, point by point: real SDKs, a real server, emulated
// vendors and phones.

/** Called at every commit of a message. */
let committed: () => void = () => undefined
const watch = (events: ServerEvents): ServerEvents =>
  new Proxy(events, {
    get: (target, name: keyof ServerEvents) => (event: never) => {
      if (name === 'messageCommitted') committed()
      target[name](event)
    },
  })

const shared = useSharedKit({ vendors: ['fcm', 'apns', 'xiaomi'], parts: { watch } })
let kit: Testkit
let ann: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  ann = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

let users = 0
const newUser = async (): Promise<TestUser> => {
  users += 1
  return await kit.createUser(`user${users}`)
}

interface Owner {
  user: TestUser
  phone: TestPhone
}

/** Somebody new with a phone, the app in front. */
const owner = async (vendor: 'fcm' | 'apns' | 'xiaomi' = 'fcm'): Promise<Owner> => {
  const user = await newUser()
  return { user, phone: await kit.createPhone({ vendor, user }) }
}

/** The same, the app killed. */
const sleeper = async (vendor?: 'fcm' | 'apns' | 'xiaomi'): Promise<Owner> => {
  const found = await owner(vendor)
  await found.phone.kill()
  return found
}

/** How a message ended on each device of a user. */
const endsOf = async ({ msgID = '' }: V2TimMessage, { userID }: TestUser): Promise<string[]> => {
  const { devices } = await kit.finishedStory(msgID)
  return devices.filter((device) => device.userID === userID).map((device) => device.reason)
}

const bodies = ({ notifications }: TestPhone): string[] => notifications.map(({ body }) => body)

const messagesOf = ({ app }: TestPhone) => app.running.sdk.v2TIMManager.getMessageManager()

/** Sends what the SDK has created. */
const sendCreated = async (
  created: { data?: { id?: string | undefined } | undefined },
  to: { receiver?: string; groupID?: string },
): Promise<V2TimMessage> => {
  const manager = ann.sdk.v2TIMManager.getMessageManager()
  const answer = await manager.sendMessage({ id: created.data?.id ?? '', receiver: '', groupID: '', ...to })
  if (answer.code !== 0 || !answer.data) throw new Error(`sendMessage answered ${answer.code} ${answer.desc}`)
  return answer.data
}

const groupOf = async (groupType: string, members: readonly Owner[]): Promise<string> => {
  const manager = ann.sdk.v2TIMManager.getGroupManager()
  const group = await manager.createGroup({ groupType, groupName: 'Choir' })
  if (group.code !== 0 || !group.data) throw new Error(`createGroup answered ${group.code} ${group.desc}`)
  if (groupType === 'Work')
    await manager.inviteUserToGroup(
      group.data,
      members.map(({ user }) => user.userID),
    )
  else {
    await manager.setGroupInfo({ groupID: group.data, addOpt: 2 })
    for (const { phone } of members) {
      const joined = await phone.app.running.sdk.v2TIMManager.joinGroup(group.data, '')
      expect(joined).toMatchObject({ code: 0 })
    }
  }
  return group.data
}

const toGroup = async (groupID: string, text: string, at: string[] = []): Promise<V2TimMessage> => {
  const manager = ann.sdk.v2TIMManager.getMessageManager()
  const created =
    at.length > 0 ? await manager.createTextAtMessage(text, at) : await manager.createTextMessage(text)
  return await sendCreated(created, { groupID })
}

const HOUR_SECONDS = 3_600

/** A point of the checklist: what it says, and how it is seen. */
const points: readonly [point: string, check: () => Promise<void>][] = [
  [
    '1 killed: a push',
    async () => {
      const { user, phone } = await sleeper()
      expect(await endsOf(await ann.sendText(user.userID, 'hello'), user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['hello'])
    },
  ],
  [
    '2 doBackground with a living connection: exactly one push, and the message over the connection',
    async () => {
      const { user, phone } = await owner()
      await phone.goHome()
      const { msgID } = await ann.sendText(user.userID, 'hello')
      await phone.waitForNotification()
      await phone.app.waitForMessage((message) => message.msgID === msgID)
      await kit.finishedStory(msgID ?? '')
      expect(bodies(phone)).toEqual(['hello'])
      expect(phone.device.receivedPushes).toHaveLength(1)
    },
  ],
  [
    '3 doForeground: none',
    async () => {
      const { user, phone } = await owner()
      await phone.goHome()
      await phone.launch()
      expect(await endsOf(await ann.sendText(user.userID, 'hello'), user)).toEqual(['acknowledged'])
      expect(phone.device.receivedPushes).toEqual([])
    },
  ],
  [
    '4 logout: none',
    async () => {
      const { user, phone } = await owner()
      await phone.logOut()
      await phone.kill()
      expect(await endsOf(await ann.sendText(user.userID, 'hello'), user)).toEqual(['logged-out'])
      expect(phone.device.receivedPushes).toEqual([])
    },
  ],
  [
    '5 a kicked device: none; the new one: yes',
    async () => {
      const { user, phone } = await owner()
      const second = await kit.createPhone({ vendor: 'fcm', user })
      await phone.kill()
      await second.kill()
      const ends = await endsOf(await ann.sendText(user.userID, 'hello'), user)
      expect(ends.toSorted()).toEqual(['kicked', 'vendor-accepted'])
      await second.waitForNotification()
      expect([bodies(phone), bodies(second)]).toEqual([[], ['hello']])
    },
  ],
  [
    '6 another account on the phone, with the same token: nothing of the first one’s',
    async () => {
      const { user, phone } = await owner()
      // Away, so that the logout does not reach the server: the next login settles it.
      phone.device.network.goOffline()
      await phone.app.running.logOut()
      phone.device.network.goOnline()
      const next = await newUser()
      await phone.logIn(next)
      await phone.kill()
      const secret = await ann.sendText(user.userID, 'secret of the first')
      const open = await ann.sendText(next.userID, 'for the second')
      expect(await endsOf(open, next)).toEqual(['vendor-accepted'])
      expect(await endsOf(secret, user)).not.toContain('vendor-accepted')
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['for the second'])
    },
  ],
  [
    '7 a custom message without desc: none; with: its text',
    async () => {
      const { user, phone } = await sleeper()
      const silent = await ann.sendCustom(user.userID, { data: '{"a":1}' })
      expect(await endsOf(silent, user)).toEqual(['custom-without-desc'])
      await ann.sendCustom(user.userID, { data: '{"a":1}' }, { offlinePushInfo: { desc: 'A gift' } })
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['A gift'])
    },
  ],
  [
    '8 the title: as given, else nickname, else user ID',
    async () => {
      const { user, phone } = await sleeper()
      const nameless = await newUser()
      await using other = await kit.logIn(nameless)
      await ann.sendText(user.userID, '1', { offlinePushInfo: { title: 'Given' } })
      await ann.sendText(user.userID, '2')
      await other.sendText(user.userID, '3')
      for (const body of ['1', '2', '3']) await phone.waitForNotification((shown) => shown.body === body)
      const titles = new Map(phone.notifications.map(({ body, title }) => [body, title]))
      expect([titles.get('1'), titles.get('2'), titles.get('3')]).toEqual(['Given', 'Ann', nameless.userID])
    },
  ],
  [
    '9 receive options 1 and 2: none, also when mentioned',
    async () => {
      const members = [await owner(), await owner()] as const
      const groupID = await groupOf('Work', members)
      for (const [index, { phone }] of members.entries()) {
        expect(await messagesOf(phone).setGroupReceiveMessageOpt(groupID, index + 1)).toMatchObject({
          code: 0,
        })
        expect(await messagesOf(phone).setC2CReceiveMessageOpt(['ann'], index + 1)).toMatchObject({ code: 0 })
        await phone.kill()
      }
      const mention = await toGroup(
        groupID,
        'you two',
        members.map(({ user }) => user.userID),
      )
      for (const [index, { user, phone }] of members.entries()) {
        const reason = index === 0 ? 'not-received' : 'muted'
        expect(await endsOf(mention, user)).toEqual([reason])
        expect(await endsOf(await ann.sendText(user.userID, 'hello'), user)).toEqual([reason])
        expect(phone.device.receivedPushes).toEqual([])
      }
    },
  ],
  [
    '10 Meeting: none by default, with option 0 yes; AVChatRoom: none',
    async () => {
      const member = await owner()
      const { user, phone } = member
      const meeting = await groupOf('Meeting', [member])
      const live = await groupOf('AVChatRoom', [member])
      await phone.kill()
      expect(await endsOf(await toGroup(meeting, 'quiet'), user)).toEqual(['muted'])
      expect(await endsOf(await toGroup(live, 'live'), user)).toEqual(['live-only-group'])
      await phone.launch()
      expect(await messagesOf(phone).setGroupReceiveMessageOpt(meeting, 0)).toMatchObject({ code: 0 })
      await phone.kill()
      expect(await endsOf(await toGroup(meeting, 'loud'), user)).toEqual(['vendor-accepted'])
      expect(await phone.waitForNotification()).toMatchObject({ title: 'Choir', body: 'Ann: loud' })
      expect(phone.notifications).toHaveLength(1)
    },
  ],
  [
    '11 onlineUserOnly: none',
    async () => {
      const { user, phone } = await sleeper()
      await ann.sendText(user.userID, 'for who is there', { onlineUserOnly: true })
      expect(await endsOf(await ann.sendText(user.userID, 'for all'), user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['for all'])
    },
  ],
  [
    '12 text and face: "hello[Face]"',
    async () => {
      const { user, phone } = await sleeper()
      const manager = ann.sdk.v2TIMManager.getMessageManager()
      const text = await manager.createTextMessage('hello')
      const face = await manager.createFaceMessage(1, 'smile')
      await manager.appendMessage(text.data?.id ?? '', face.data?.id ?? '')
      await sendCreated(text, { receiver: user.userID })
      expect(await phone.waitForNotification()).toMatchObject({ body: 'hello[Face]' })
    },
  ],
  [
    '13 ignoreIOSBadge: the number on the icon stays',
    async () => {
      const { user, phone } = await sleeper('apns')
      await ann.sendText(user.userID, 'one')
      await phone.waitForNotification((shown) => shown.body === 'one')
      expect(phone.device.badge).toBe(1)
      await ann.sendText(user.userID, 'two', { offlinePushInfo: { ignoreIOSBadge: true } })
      await phone.waitForNotification((shown) => shown.body === 'two')
      expect(phone.device.badge).toBe(1)
      await ann.sendText(user.userID, 'three')
      await phone.waitForNotification((shown) => shown.body === 'three')
      expect(phone.device.badge).toBe(2)
    },
  ],
  [
    '14 the same random twice: one push',
    async () => {
      const { user, phone } = await sleeper()
      await using cable = await Cable.lay(kit.url)
      const { userID, userSig } = await newUser()
      await using sender = await DesktopClient.logIn({
        server: cable.url,
        sdkAppID: kit.sdkAppID,
        userID,
        userSig,
      })
      let cuts = 0
      committed = () => {
        if (cuts++ === 0) cable.cut()
      }
      // Its answer is lost: the SDK sends it again by itself.
      const sent = await sender.sendText(user.userID, 'once')
      committed = () => undefined
      expect(cuts).toBeGreaterThan(0)
      expect(await endsOf(sent, user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification()
      expect(await endsOf(await sender.sendText(user.userID, 'next'), user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification((shown) => shown.body === 'next')
      expect(phone.device.receivedPushes).toHaveLength(2)
    },
  ],
  [
    '15 token "": none any more',
    async () => {
      const { user, phone } = await owner()
      const manager = phone.app.running.sdk.v2TIMManager.getOfflinePushManager()
      expect(await manager.setOfflinePushConfig(kit.certificateID('fcm'), '')).toMatchObject({ code: 0 })
      await phone.kill()
      expect(await endsOf(await ann.sendText(user.userID, 'hello'), user)).toEqual(['no-token'])
      expect(phone.device.receivedPushes).toEqual([])
    },
  ],
  [
    '16 away for 7 days: none; one day less: yes',
    async () => {
      const { user, phone } = await sleeper()
      const away = async (days: number): Promise<void> => {
        const text = `update devices set last_seen_at = now() - make_interval(days => $2) where user_id = $1`
        await shared.store.query({ name: 'test.away', text }, [user.userID, days])
      }
      await away(8)
      expect(await endsOf(await ann.sendText(user.userID, 'late'), user)).toEqual(['offline-too-long'])
      await away(6)
      expect(await endsOf(await ann.sendText(user.userID, 'in time'), user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['in time'])
    },
  ],
  [
    '17 on the block list: none',
    async () => {
      const { user, phone } = await sleeper()
      const text = `insert into blocks (sdk_app_id, user_id, blocked_user_id) values ($1, $2, 'ann')`
      await shared.store.query({ name: 'test.block', text }, [kit.sdkAppID, user.userID])
      await ann.sendText(user.userID, 'hello')
      const other = await kit.logIn(await newUser())
      expect(await endsOf(await other.sendText(user.userID, 'from another'), user)).toEqual([
        'vendor-accepted',
      ])
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['from another'])
    },
  ],
  [
    '19 ext: every byte as it was sent',
    async () => {
      for (const vendor of ['fcm', 'apns', 'xiaomi'] as const) {
        const { user, phone } = await sleeper(vendor)
        const ext = '{"entity":{"action":1,"content":"日本 👍🏽 \\"q\\" \\\\ / & < % +","n":1.50}}'
        await ann.sendText(user.userID, 'tap me', { offlinePushInfo: { ext } })
        await phone.waitForNotification()
        await phone.tap()
        expect(await phone.app.waitForTap()).toMatchObject({ ext })
      }
    },
  ],
  [
    '20 quiet hours across midnight',
    async () => {
      const { user, phone } = await owner()
      const inHours = (hours: number): number => (new Date().getHours() + hours + 24) % 24
      // From the hour after next to the end of the one before this: it began yesterday, and it is now.
      const quiet = await messagesOf(phone).setAllReceiveMessageOpt(2, inHours(2), 0, 0, 23 * HOUR_SECONDS)
      expect(quiet).toMatchObject({ code: 0 })
      await phone.kill()
      expect(await endsOf(await ann.sendText(user.userID, 'sh'), user)).toEqual(['quiet-hours'])
      await phone.launch()
      // The same, without this hour and those around it.
      const loud = await messagesOf(phone).setAllReceiveMessageOpt(2, inHours(2), 0, 0, 21 * HOUR_SECONDS)
      expect(loud).toMatchObject({ code: 0 })
      await phone.kill()
      expect(await endsOf(await ann.sendText(user.userID, 'ring'), user)).toEqual(['vendor-accepted'])
      await phone.waitForNotification()
      expect(bodies(phone)).toEqual(['ring'])
    },
  ],
]

describe('the checklist of offline push', () => {
  it.each(points)('%s', async (_, check) => await check())

  it('18 PushFlag 1 of a REST send: none', (context) => context.skip('there is no REST API yet'))
})
