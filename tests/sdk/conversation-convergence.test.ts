import { createTencentImSDK, type TencentImSDK, type V2TimConversation } from '@carillon/client'
import { atAll } from '@carillon/protocol'
import { waitUntil } from '@carillon/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { useSharedKit } from '../support/use-kit.ts'
import { Cable } from './cable.ts'
import { dataOf, succeed } from './support.ts'

const shared = useSharedKit()
let runs = 0

type Place = 'c2c' | 'group'
type Step =
  | { do: 'send'; to: Place; from: 'ann' | 'bob'; device: number; isExcluded: boolean; at: Mention }
  | { do: 'recall'; which: number }
  | { do: 'delete'; which: number; device: number }
  | { do: 'read' | 'clear' | 'remove'; where: Place; device: number }
  | { do: 'readAll' | 'cut'; device: number }
  | { do: 'pin'; where: Place; device: number; isPinned: boolean }
  | { do: 'option'; where: Place; device: number; option: number }

/** Whom a message to the group mentions, as conversations number it: nobody, Bob, all, both. */
type Mention = 0 | 1 | 2 | 3

const device = fc.nat({ max: 1 })
const where = fc.constantFrom<Place>('c2c', 'group')
const which = fc.nat({ max: 9 })
const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      to: where,
      from: fc.constantFrom('ann' as const, 'ann' as const, 'bob' as const),
      device,
      isExcluded: fc.boolean(),
      at: fc.constantFrom<Mention>(0, 0, 1, 2, 3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which, device }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('read' as const, 'read' as const, 'clear' as const, 'remove' as const),
      where,
      device,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('readAll' as const), device }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const), device }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pin' as const), where, device, isPinned: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('option' as const), where, device, option: fc.nat({ max: 4 }) }),
  },
)

/** What of a message decides whether it is unread, and whether it mentions. */
interface Sent {
  msgID: string
  seq: string
  at: Mention
  from: 'ann' | 'bob'
  to: Place
  isUnread: boolean
}

/** A conversation as a test compares it. */
const essence = (conversation: V2TimConversation): string => {
  const { conversationID, unreadCount, isPinned, recvOpt, groupAtInfoList = [], lastMessage } = conversation
  const mentions = groupAtInfoList.map(({ seq, atType }) => `@${seq}:${atType}`).join(',')
  const last = `${lastMessage?.msgID} ${lastMessage?.status}`
  return `${conversationID} ${unreadCount} ${isPinned} ${recvOpt} ${mentions} ${last}`
}

const logIn = async (
  sdk: TencentImSDK,
  { userID, userSig }: { userID: string; userSig: string },
): Promise<TencentImSDK> => {
  succeed(await sdk.v2TIMManager.initSDK(shared.kit.sdkAppID, 0))
  succeed(await sdk.v2TIMManager.login(userID, userSig))
  return sdk
}

it('what is unread, mentions and is wanted is a model’s, on every device, however messages come and go and devices too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      runs += 1
      const ann = await shared.kit.createUser(`ann${runs}`)
      const bob = await shared.kit.createUser(`bob${runs}`)
      const cables = [await Cable.lay(shared.kit.url), await Cable.lay(shared.kit.url)] as const
      const make = (server: string, platform: 'linux' | 'web' | 'windows'): TencentImSDK =>
        createTencentImSDK({ server, platform, random: () => 0.02, log: () => undefined })
      const hers = await logIn(make(shared.kit.url, 'linux'), ann)
      const his = [make(cables[0].url, 'linux'), make(cables[1].url, 'web')] as const
      const fresh = make(shared.kit.url, 'windows')
      try {
        for (const sdk of his) {
          sdk.v2TIMManager.getConversationManager().addConversationListener({})
          await logIn(sdk, bob)
        }
        const groups = hers.v2TIMManager.getGroupManager()
        const groupID = dataOf(
          await groups.createGroup({
            groupType: 'Public',
            groupName: 'group',
            memberList: [{ userID: bob.userID, role: 200 }],
          }),
        )
        const idOf = { c2c: `c2c_${ann.userID}`, group: `group_${groupID}` }
        let messages: Sent[] = []
        const pinned = new Set<Place>()
        const removed = new Set<Place>(['c2c', 'group'])
        const options: Record<Place, number> = { c2c: 0, group: 0 }

        const choose = async (sdk: TencentImSDK, place: Place, option: number): Promise<void> => {
          const manager = sdk.v2TIMManager.getMessageManager()
          const answer =
            place === 'c2c'
              ? await manager.setC2CReceiveMessageOpt([ann.userID], option)
              : await manager.setGroupReceiveMessageOpt(groupID, option)
          succeed(answer)
          options[place] = option
        }

        const take = async (next: Step): Promise<void> => {
          const one = his['device' in next ? (next.device as 0 | 1) : 0].v2TIMManager
          switch (next.do) {
            case 'cut':
              cables[next.device as 0 | 1].cut()
              break
            case 'send': {
              const tim = next.from === 'ann' ? hers.v2TIMManager : one
              const manager = tim.getMessageManager()
              const at = next.to === 'group' ? next.at : 0
              const names = [...(at % 2 === 1 ? [bob.userID] : []), ...(at >= 2 ? [atAll] : [])]
              const { id = '' } = dataOf(
                await (at === 0 ? manager.createTextMessage('x') : manager.createTextAtMessage('x', names)),
              )
              const peer = next.from === 'ann' ? bob.userID : ann.userID
              const address = next.to === 'c2c' ? { receiver: peer } : { groupID }
              const sending = { isExcludedFromUnreadCount: next.isExcluded }
              const { msgID = '', seq = '' } = dataOf(
                await manager.sendMessage({ id, ...address, ...sending }),
              )
              messages.push({
                msgID,
                seq,
                at,
                from: next.from,
                to: next.to,
                isUnread: next.from === 'ann' && !next.isExcluded,
              })
              removed.delete(next.to)
              break
            }
            case 'recall': {
              const message = messages[next.which]
              if (message?.from !== 'ann') break
              succeed(await hers.v2TIMManager.getMessageManager().revokeMessage(message.msgID))
              message.isUnread = false
              break
            }
            case 'delete': {
              const message = messages[next.which]
              if (message === undefined) break
              // A message that has not come yet is not there to be deleted.
              const { code } = await one.getMessageManager().deleteMessages([message.msgID])
              if (code === 0) messages = messages.filter((other) => other !== message)
              break
            }
            case 'read': {
              const manager = one.getMessageManager()
              succeed(
                next.where === 'c2c'
                  ? await manager.markC2CMessageAsRead(ann.userID)
                  : await manager.markGroupMessageAsRead(groupID),
              )
              for (const message of messages) if (message.to === next.where) message.isUnread = false
              break
            }
            case 'readAll':
              succeed(await one.getMessageManager().markAllMessageAsRead())
              for (const message of messages) message.isUnread = false
              break
            case 'clear': {
              const manager = one.getMessageManager()
              succeed(
                next.where === 'c2c'
                  ? await manager.clearC2CHistoryMessage(ann.userID)
                  : await manager.clearGroupHistoryMessage(groupID),
              )
              messages = messages.filter(({ to }) => to !== next.where)
              break
            }
            case 'remove':
              succeed(await one.getConversationManager().deleteConversation(idOf[next.where]))
              messages = messages.filter(({ to }) => to !== next.where)
              removed.add(next.where)
              pinned.delete(next.where)
              break
            case 'pin': {
              const { code } = await one
                .getConversationManager()
                .pinConversation(idOf[next.where], next.isPinned)
              if (code !== 0) break
              if (next.isPinned) pinned.add(next.where)
              else pinned.delete(next.where)
              break
            }
            case 'option':
              await choose(his[next.device as 0 | 1], next.where, next.option)
              break
            default:
              next satisfies never
          }
        }
        for (const next of steps) await take(next)

        // Of what is not wanted nothing comes; when it is wanted again, all is counted.
        for (const place of ['c2c', 'group'] as const)
          if (options[place] === 1 || options[place] === 4) await choose(his[0], place, 0)
        // Muted conversations do not count.
        const total = messages.filter(({ isUnread, to }) => isUnread && options[to] === 0).length
        const list = async (sdk: TencentImSDK): Promise<string[]> => {
          const manager = sdk.v2TIMManager.getConversationManager()
          const { conversationList = [] } = dataOf(await manager.getConversationList(100, '0'))
          return conversationList.map(essence).toSorted()
        }
        // A device that was never there before has all from the server.
        await logIn(fresh, bob)
        const truth = await list(fresh)
        for (const what of ['c2c', 'group'] as const) {
          const mine = messages.filter(({ to }) => to === what)
          const shown = truth.find((each) => each.startsWith(`${idOf[what]} `))
          const unread = mine.filter(({ isUnread }) => isUnread).length
          if (removed.has(what) && mine.length === 0) continue
          const mentions = mine
            .filter(({ isUnread, at }) => isUnread && at > 0)
            .map(({ seq, at }) => `@${seq}:${at}`)
            .join(',')
          const state = `${unread} ${pinned.has(what)} ${options[what]}`
          expect(shown).toContain(`${idOf[what]} ${state} ${mentions} `)
          if (mine.length > 0) expect(shown).toContain(` ${mine.at(-1)?.msgID} `)
        }
        for (const sdk of his) {
          const manager = sdk.v2TIMManager.getConversationManager()
          let seen: unknown
          await waitUntil('the device to know what the server knows', async () => {
            const { data } = await manager.getTotalUnreadMessageCount()
            seen = [data, await list(sdk)]
            return JSON.stringify(seen) === JSON.stringify([total, truth]) ? true : undefined
          }).catch(() => expect(seen).toEqual([total, truth]))
        }
      } finally {
        for (const sdk of [hers, ...his, fresh]) await sdk.v2TIMManager.unInitSDK()
        for (const cable of cables) await cable[Symbol.asyncDispose]()
      }
    }),
    // Each step that is left out to find a shorter way costs seconds.
    { numRuns: 8, endOnFailure: true },
  )
}, 120_000)
