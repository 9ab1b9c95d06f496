import type { MessageRecord } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { placeOf } from '../message-id.ts'
import { hideMessage } from '../messaging/log-queries.ts'
import { createChat, type Chat } from '../messaging/testing/chat.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

let console: TestConsole
let owner: Asker
let operator: Asker
let support: Asker
let chat: Chat
let hello: MessageRecord

beforeAll(async () => {
  console = await openTestConsole()
  owner = await console.owner('Olive')
  operator = await console.invited('operator', 'Oscar')
  support = await console.invited('support', 'Sue')
  await seed.app(console.store)
  chat = createChat(console.store)
  hello = await chat.post('ann', { receiver: 'bob', elements: [{ type: 'text', text: 'the secret' }] })
})
afterAll(async () => {
  expect([...console.faults, ...chat.faults]).toEqual([])
  await console[Symbol.asyncDispose]()
})

const search = async (given: object, asker = support) =>
  await asker.ask('POST', '/apps/1/messages/search', given)
const read = async (given: object, asker = support) => await asker.ask('POST', '/apps/1/messages/read', given)
const lastEntry = async (): Promise<any> => (await owner.ask('GET', '/audit?limit=1')).body.entries[0]

describe('looking a message up', () => {
  it('tells who sent what kind when, not what it says, and stands in the audit log', async () => {
    const { body, response } = await search({ msgID: hello.msgID })
    expect(body.messages).toEqual([
      {
        msgID: hello.msgID,
        seq: 1,
        senderUserID: 'ann',
        receiver: 'bob',
        atMs: hello.timestampMs,
        kinds: ['text'],
        state: 'sent',
      },
    ])
    expect(response.body).not.toContain('secret')
    expect(await lastEntry()).toMatchObject({
      person: 'Sue',
      action: 'message.search',
      target: 'sdkAppID 1',
      detail: { msgID: hello.msgID },
    })
  })

  it('finds a conversation from either side, latest first, in pages and in a time', async () => {
    for (const text of ['two', 'three'])
      await chat.post('bob', { receiver: 'eve', elements: [{ type: 'text', text }] })
    const pair = { userID: 'eve', peerUserID: 'bob' }
    const first = await search({ ...pair, limit: 1 })
    expect(first.body).toMatchObject({ messages: [{ seq: 2, senderUserID: 'bob' }], next: 2 })
    const second = await search({ userID: 'bob', peerUserID: 'eve', limit: 1, before: first.body.next })
    expect(second.body.messages.map((one: any) => one.seq)).toEqual([1])
    expect(second.body.next).toBeUndefined()
    const { atMs } = second.body.messages[0]
    expect((await search({ ...pair, untilMs: atMs })).body.messages).toEqual([])
    expect((await search({ ...pair, fromMs: atMs })).body.messages).toHaveLength(2)
    expect((await search({ userID: 'ann', peerUserID: 'nobody' })).body.messages).toEqual([])
  })

  it.each<[string, object, number, string]>([
    ['nothing', {}, 400, 'userID'],
    ['one user', { userID: 'ann' }, 400, 'peerUserID'],
    ['a pair and a group', { userID: 'ann', peerUserID: 'bob', groupID: 'g' }, 400, 'groupID'],
    ['a time that ends first', { groupID: 'g', fromMs: 2, untilMs: 1 }, 400, 'fromMs'],
    ['an ID that is none', { msgID: 'x y' }, 400, 'msgID'],
    ['a message that is not there', { msgID: '1-1-000000000000' }, 404, 'msgID'],
    ['an online-only message', { msgID: '0-0-000000000000000000000000' }, 404, 'msgID'],
  ])('is refused for %s', async (_, given, status, field) => {
    expect(await search(given)).toMatchObject({ status, body: { field } })
  })

  it('does not find another app’s', async () => {
    const { body: app } = await owner.ask('POST', '/apps', { name: 'Other' })
    const path = `/apps/${app.sdkAppID}/messages`
    expect(await owner.ask('POST', `${path}/search`, { msgID: hello.msgID })).toMatchObject({ status: 404 })
    const asked = { msgIDs: [hello.msgID], reason: 'the wrong app' }
    expect((await owner.ask('POST', `${path}/read`, asked)).body).toEqual({ messages: [] })
  })
})

describe('reading a message', () => {
  it('is for a reason, which stands in the audit log', async () => {
    const reason = 'ticket 123: she says it never came'
    const { body } = await read({ msgIDs: [hello.msgID], reason })
    expect(body.messages).toEqual([{ msgID: hello.msgID, elements: [{ type: 'text', text: 'the secret' }] }])
    expect(await lastEntry()).toMatchObject({
      person: 'Sue',
      action: 'message.read',
      detail: { reason, msgIDs: [hello.msgID] },
    })
  })

  it.each([
    ['none', ''],
    ['a blank one', '         '],
    ['a short one', 'why'],
    ['a long one', 'x'.repeat(301)],
    ['one of several lines', 'because\nof it'],
  ])('is refused for %s, and nothing is noted', async (_, reason) => {
    const before = (await lastEntry()).auditID
    expect(await read({ msgIDs: [hello.msgID], reason })).toMatchObject({
      status: 400,
      body: { field: 'reason' },
    })
    expect((await lastEntry()).auditID).toBe(before)
  })

  it('shows nothing of what was deleted for everyone', async () => {
    const gone = await chat.post('ann', { receiver: 'bob', elements: [{ type: 'text', text: 'gone' }] })
    const place = placeOf(gone.msgID)
    if (place) await hideMessage(console.store, place, Date.now())
    expect((await search({ msgID: gone.msgID })).body.messages).toMatchObject([{ state: 'deleted' }])
    const { body } = await read({ msgIDs: [gone.msgID, hello.msgID], reason: 'was it there?' })
    expect(body.messages.map((one: any) => one.msgID)).toEqual([hello.msgID])
  })

  it('is switched off by an owner, and by nobody else', async () => {
    const change = async (asker: Asker, value: boolean) =>
      await asker.ask('PATCH', '/apps/1/settings', { changes: { 'support.showMessageText': value } })
    expect(await change(operator, false)).toMatchObject({
      status: 403,
      body: { code: 'CRL_CONSOLE_RIGHTS', field: 'support.showMessageText' },
    })
    expect(await change(owner, false)).toMatchObject({ status: 200 })
    const asked = { msgIDs: [hello.msgID], reason: 'ticket 123' }
    for (const asker of [support, owner])
      expect(await read(asked, asker)).toMatchObject({ status: 403, body: { code: 'CRL_CONSOLE_TEXT_OFF' } })
    expect(await search({ msgID: hello.msgID })).toMatchObject({ status: 200 })
    await change(owner, true)
  })
})
