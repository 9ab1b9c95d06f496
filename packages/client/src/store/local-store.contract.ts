import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { systemClock } from '../platform/clock.ts'
import { memoryStore } from './memory-store.ts'
import type { StoreAccount } from './open.ts'
import type { KeptMessage, LocalStore } from './types.ts'

/** A way to keep messages that is to be checked. */
export interface StoreUnderTest {
  name: string
  /** Opens the same user's store again and again, and others' beside it. */
  open(account: StoreAccount): Promise<LocalStore>
  /** What it holds outlives it. */
  isLasting: boolean
}

/** Log lines that were written. */
export const accountOf = (userID: string, warnings: string[] = []): StoreAccount => ({
  sdkAppID: 1,
  userID,
  clock: systemClock,
  log: { warn: (text) => void warnings.push(text) },
})

/** A message as it is kept; what is not given is made up. */
export const keptMessage = (
  msgID: string,
  given: Partial<KeptMessage> & { sentMs?: number } = {},
): KeptMessage => {
  const { sentMs = 1000, ...fields } = given
  return {
    msgID,
    conversationID: 'c2c_bob',
    seq: 1,
    localOrder: 0,
    status: 2,
    record: {
      msgID,
      seq: 1,
      sdkAppID: 1,
      sender: { userID: 'bob' },
      receiver: 'ann',
      random: 1,
      timestampMs: sentMs,
      elements: [{ type: 'text', text: `text of ${msgID} \u0000 \ud83d\ude00 "'` }],
    },
    ...fields,
  }
}

const msgID = fc.integer({ min: 0, max: 12 }).map((number) => `m${number}`)
const conversationID = fc.constantFrom('c2c_bob', "group_a'b", 'group_c')
const message = fc
  .record({
    msgID,
    conversationID,
    seq: fc.integer({ min: 0, max: 9 }),
    localOrder: fc.constantFrom(0, 1, 2, 1_700_000_000_000),
    status: fc.integer({ min: 1, max: 6 }),
    sentMs: fc.integer({ min: 0, max: 20 }),
    isUnlisted: fc.boolean(),
    isFace: fc.boolean(),
  })
  .map(({ msgID: id, isFace, ...given }) => {
    const kept = keptMessage(id, given)
    return isFace
      ? { ...kept, record: { ...kept.record, elements: [{ type: 'face' as const, index: 1, data: '' }] } }
      : kept
  })

type Step = (store: LocalStore) => Promise<unknown>

/** Messages at the same place come in any order. */
const asSet = (list: readonly KeptMessage[]): KeptMessage[] =>
  list.toSorted((one, other) => one.msgID.localeCompare(other.msgID))

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.array(message, { maxLength: 4 }).map(
    (list): Step =>
      async (store) =>
        store.put(list),
  ),
  fc.array(msgID, { maxLength: 5 }).map(
    (ids): Step =>
      async (store) =>
        store.find(ids),
  ),
  fc.array(msgID, { maxLength: 2 }).map(
    (ids): Step =>
      async (store) =>
        store.remove(ids),
  ),
  conversationID.map(
    (id): Step =>
      async (store) =>
        store.clear(id),
  ),
  fc
    .record({
      conversationID,
      direction: fc.constantFrom('older' as const, 'newer' as const),
      from: fc.option(
        fc.record({ seq: fc.integer({ min: 0, max: 9 }), localOrder: fc.constantFrom(0, 1, 2) }),
        { nil: undefined },
      ),
      elemTypes: fc.constantFrom(undefined, [], [1], [8], [1, 8]),
    })
    .map(
      (query): Step =>
        async (store) =>
          asSet(await store.page({ ...query, count: 100 })),
    ),
  fc
    .record({
      conversationID: fc.option(conversationID, { nil: undefined }),
      sinceMs: fc.integer({ min: 0, max: 20 }),
      untilMs: fc.constantFrom(0, 10, Number.MAX_SAFE_INTEGER),
    })
    .map(
      (span): Step =>
        async (store) =>
          asSet(await store.between(span)),
    ),
  fc.tuple(conversationID, fc.integer({ min: 0, max: 9 })).map(
    ([id, readSeq]): Step =>
      async (store) =>
        store.putConversation({
          conversationID: id,
          readSeq,
          peerReadAtMs: 0,
          firstSeq: 0,
          lastSeq: 9,
          receiveOption: 0,
        }),
  ),
  fc.constant<Step>(async (store) =>
    (await store.conversations()).toSorted((one, other) =>
      one.conversationID.localeCompare(other.conversationID),
    ),
  ),
  fc.tuple(fc.constantFrom('a', 'b'), fc.option(fc.string(), { nil: undefined })).map(
    ([name, value]): Step =>
      async (store) =>
        store.setValue(name, value),
  ),
  fc.constantFrom('a', 'b').map(
    (name): Step =>
      async (store) =>
        store.value(name),
  ),
)

/** What every store does. */
export const storeContract = ({ name, open, isLasting }: StoreUnderTest): void => {
  describe(`store in ${name}`, () => {
    let users = 0
    const newUser = (): StoreAccount => accountOf(`user ${(users += 1)}/..`)

    it('does what a store in memory does, whatever is asked in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const store = await open(newUser())
          const model = memoryStore()
          for (const each of steps) expect(await each(store)).toEqual(await each(model))
          await store.close?.()
        }),
        { numRuns: 25 },
      )
    })

    it('gives pages in order', async () => {
      const store = await open(newUser())
      const places = [1, 2, 3, 4].flatMap((seq) => [
        keptMessage(`s${seq}`, { seq }),
        keptMessage(`l${seq}`, { seq, localOrder: 5 }),
      ])
      await store.put(places.toReversed())
      const page = async (direction: 'older' | 'newer', from?: { seq: number; localOrder: number }) =>
        (await store.page({ conversationID: 'c2c_bob', direction, count: 3, from })).map((each) => each.msgID)
      expect(await page('older')).toEqual(['l4', 's4', 'l3'])
      expect(await page('older', { seq: 3, localOrder: 5 })).toEqual(['s3', 'l2', 's2'])
      expect(await page('newer')).toEqual(['s1', 'l1', 's2'])
      expect(await page('newer', { seq: 2, localOrder: 0 })).toEqual(['l2', 's3', 'l3'])
      await store.close?.()
    })

    it('holds one user apart from another', async () => {
      const [ann, bob] = [await open(newUser()), await open(newUser())]
      await ann.put([keptMessage('a')])
      await ann.setValue('v', 'x')
      expect(await bob.find(['a'])).toEqual([])
      expect(await bob.value('v')).toBeUndefined()
      await ann.close?.()
      await bob.close?.()
    })

    it.skipIf(!isLasting)('has everything again after a restart of the app', async () => {
      const account = newUser()
      const before = await open(account)
      const messages = [keptMessage('a'), keptMessage('b', { seq: 2, localCustomData: 'mine', status: 3 })]
      const conversation = {
        conversationID: 'c2c_bob',
        readSeq: 4,
        peerReadAtMs: 5,
        firstSeq: 1,
        lastSeq: 9,
        receiveOption: 2,
      }
      await before.put(messages)
      await before.put([keptMessage('gone')])
      await before.remove(['gone'])
      await before.putConversation(conversation)
      await before.setValue('v', 'kept')
      await before.close?.()
      const after = await open(account)
      expect(await after.find(['a', 'b', 'gone'])).toEqual(messages)
      expect(await after.conversations()).toEqual([conversation])
      expect(await after.value('v')).toBe('kept')
      await after.close?.()
    })
  })
}
