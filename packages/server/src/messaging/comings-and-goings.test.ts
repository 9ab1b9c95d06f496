import { afterAll, beforeAll, expect, it } from 'vitest'

import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { addUsers, createChat } from './testing/chat.ts'

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})
afterAll(async () => await store.close())

it('who joined or left before a group message has its place is counted as what he is by then', async () => {
  const users = ['ann', 'bob', 'early', 'late', 'leaver', 'later leaver']
  await addUsers(store, ...users)
  const chat = createChat(store)
  const conversationID = await chat.groups.make('g', users)
  const group = chat.groups.known.get('g')
  if (group === undefined) throw new Error('no group')
  await chat.post('ann', { groupID: 'g' })
  expect(chat.dispatched.at(-1)?.recipients.toSorted()).toEqual(users.slice(1).toSorted())
  const { link } = await chat.live('early')
  // The message after it is seq 2: who joined with the place 2 came after it, who left with 2 was there still.
  await store.query(
    {
      name: 'test.members',
      text: `update conversation_members m set joined_seq = coalesce(k.joined, 0), left_seq = k.gone
        from (values ('early', 1, null), ('late', 2, null), ('leaver', null, 1), ('later leaver', null, 2))
          k (user_id, joined, gone)
        where m.user_id = k.user_id and m.conversation_id = $1`,
    },
    [conversationID],
  )
  const addressed = ['ann', 'bob', 'leaver', 'later leaver']
  const since = ['ann', 'bob', 'early', 'late']
  group.members = addressed
  chat.groups.audience = async () => await Promise.resolve(since)
  const record = await chat.post('ann', { groupID: 'g' })
  expect(record.seq).toBe(2)
  expect(chat.dispatched.at(-1)?.recipients.toSorted()).toEqual(['bob', 'early', 'later leaver'])
  expect(link.messages.at(-1)?.message.msgID).toBe(record.msgID)
  // To chosen members alone it goes to them alone.
  await chat.post('ann', { groupID: 'g', targetUserIDs: ['bob'] })
  expect(chat.dispatched.at(-1)?.recipients).toEqual(['bob'])
  expect(chat.faults).toEqual([])
})
