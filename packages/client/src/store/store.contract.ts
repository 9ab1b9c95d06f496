import type { MessageRecord } from '@carillon/protocol'
import { beforeEach, describe, expect, it } from 'vitest'

import { MessageStatus } from '../api/enums.ts'
import type { KeptConversation, KeptMessage, LocalStore } from './types.ts'

const kept = (seq: number, change: Partial<KeptMessage> = {}): KeptMessage => {
  const msgID = change.msgID ?? `m-${seq}-${change.localOrder ?? 0}`
  const record: MessageRecord = {
    msgID,
    seq,
    sdkAppID: 1,
    sender: { userID: 'bob' },
    receiver: 'alice',
    random: seq,
    timestampMs: seq * 1000,
    elements: [{ type: 'text', text: `text ${seq}` }],
  }
  return {
    conversationID: 'c2c_bob',
    seq,
    localOrder: 0,
    status: MessageStatus.SEND_SUCC,
    record,
    ...change,
    msgID,
  }
}

/** What every local store must do. */
export const localStoreContract = (name: string, open: () => Promise<LocalStore>): void => {
  describe(`the local store ${name}`, () => {
    let store: LocalStore
    beforeEach(async () => {
      store = await open()
    })

    const ids = (messages: readonly KeptMessage[]): string[] => messages.map(({ msgID }) => msgID)

    const page = async (change: Partial<Parameters<LocalStore['page']>[0]> = {}): Promise<string[]> =>
      ids(await store.page({ conversationID: 'c2c_bob', direction: 'older', count: 10, ...change }))

    it('finds messages in the order asked for, the newest version of each', async () => {
      await store.put([kept(1), kept(2)])
      await store.put([kept(1, { localCustomData: 'x', localCustomInt: 3, paths: [{ path: '/a' }] })])
      const found = await store.find(['m-2-0', 'unknown', 'm-1-0'])
      expect(found).toEqual([
        kept(2),
        kept(1, { localCustomData: 'x', localCustomInt: 3, paths: [{ path: '/a' }] }),
      ])
    })

    it('pages both ways, with local messages behind the one they came after', async () => {
      await store.put([kept(3), kept(1), kept(2), kept(2, { localOrder: 7 }), kept(2, { localOrder: 5 })])
      await store.put([kept(9, { conversationID: 'group_g', msgID: 'other' })])
      expect(await page()).toEqual(['m-3-0', 'm-2-7', 'm-2-5', 'm-2-0', 'm-1-0'])
      expect(await page({ direction: 'newer', count: 2 })).toEqual(['m-1-0', 'm-2-0'])
      expect(await page({ from: { seq: 2, localOrder: 5 } })).toEqual(['m-2-0', 'm-1-0'])
      expect(await page({ direction: 'newer', from: { seq: 2, localOrder: 5 } })).toEqual(['m-2-7', 'm-3-0'])
    })

    it('shows neither deleted nor unlisted messages on pages, and finds them', async () => {
      await store.put([
        kept(1, { status: MessageStatus.HAS_DELETED }),
        kept(2, { isUnlisted: true }),
        kept(3),
      ])
      expect(await page()).toEqual(['m-3-0'])
      expect(await store.find(['m-1-0', 'm-2-0'])).toHaveLength(2)
    })

    it('pages through some kinds alone', async () => {
      const face = kept(2)
      await store.put([
        kept(1),
        { ...face, record: { ...face.record, elements: [{ type: 'face', index: 1, data: '' }] } },
      ])
      expect(await page({ elemTypes: [8] })).toEqual(['m-2-0'])
      expect(await page({ elemTypes: [] })).toHaveLength(2)
    })

    it('gives a span of time, newest first, without what was recalled or deleted', async () => {
      await store.put([
        kept(1),
        kept(2, { status: MessageStatus.LOCAL_REVOKED }),
        kept(3, { conversationID: 'group_g' }),
        kept(4, { status: MessageStatus.HAS_DELETED }),
        kept(5),
      ])
      const between = async (span: Partial<Parameters<LocalStore['between']>[0]>) =>
        ids(await store.between({ sinceMs: 0, untilMs: 10_000, ...span }))
      expect(await between({})).toEqual(['m-5-0', 'm-3-0', 'm-1-0'])
      expect(await between({ conversationID: 'c2c_bob' })).toEqual(['m-5-0', 'm-1-0'])
      expect(await between({ sinceMs: 2000, untilMs: 3000 })).toEqual(['m-3-0'])
    })

    it('forgets messages, and whole conversations', async () => {
      await store.put([kept(1), kept(2), kept(3, { conversationID: 'group_g' })])
      await store.remove(['m-1-0', 'unknown'])
      expect(await page()).toEqual(['m-2-0'])
      await store.clear('c2c_bob')
      expect(await page()).toEqual([])
      expect(await store.find(['m-2-0', 'm-3-0'])).toHaveLength(1)
    })

    it('keeps conversations and values', async () => {
      const conversation: KeptConversation = {
        conversationID: 'c2c_bob',
        readSeq: 1,
        peerReadAtMs: 2,
        firstSeq: 0,
        lastSeq: 3,
        receiveOption: 0,
      }
      await store.putConversation(conversation)
      await store.putConversation({ ...conversation, readSeq: 3 })
      expect(await store.conversations()).toEqual([{ ...conversation, readSeq: 3 }])
      expect(await store.value('name')).toBeUndefined()
      await store.setValue('name', 'a value')
      expect(await store.value('name')).toBe('a value')
      await store.setValue('name', undefined)
      expect(await store.value('name')).toBeUndefined()
    })

    it('reads what was written before, awaited or not', async () => {
      const writing = store.put([kept(1)])
      expect(await page()).toEqual(['m-1-0'])
      await writing
    })
  })
}
