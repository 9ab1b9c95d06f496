import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createPeople, user } from '../messaging/testing/people.ts'
import { markRead } from '../messaging/index.ts'
import { recallMessage } from '../messaging/recall.ts'
import type { Chat } from '../messaging/testing/chat.ts'
import { testSettings } from '../push/testing/plan-input.ts'
import { seed } from '../push/testing/seed.ts'
import { until } from '../push/testing/until.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import type { AppSettings } from '../tenants/types.ts'
import { callbackCommands } from './commands.ts'
import { startTestBackend, type Heard, type TestBackend } from './testing/backend.ts'

let store: TestStore
let backend: TestBackend
let chat: Chat
let ann = ''
let bob = ''
let group = ''

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})
afterAll(async () => await store.close())
beforeEach(async () => {
  backend = await startTestBackend()
  ;({ chat, ann, bob, group } = await createPeople(store))
  set({})
})
afterEach(async () => {
  await chat.callbacks.stop(1_000)
  await backend[Symbol.asyncDispose]()
})

const set = (callbacks: Partial<AppSettings['callbacks']>): void => {
  const all = { ...testSettings.callbacks, url: backend.url, commands: callbackCommands, ...callbacks }
  chat.tenants.settings = { ...testSettings, callbacks: all }
}

const heard = async (command: string): Promise<Heard> =>
  await until(command, () => backend.heard.find((each) => each.command === command))

const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }

describe('before a one-to-one message', () => {
  it('is asked, with the address of the original and signed with the token', async () => {
    set({ token: 'xxxyyy', commands: ['C2C.CallbackBeforeSendMsg'] })
    await chat.post(ann, { receiver: bob, random: 77, cloudCustomData: 'c' })
    expect(backend.heard).toHaveLength(1)
    const { query, body } = await heard('C2C.CallbackBeforeSendMsg')
    expect(query).toMatchObject({
      SdkAppid: '1',
      contenttype: 'json',
      ClientIP: '',
      OptPlatform: 'Unknown',
      Sign: expect.stringMatching(/^[0-9a-f]{64}$/),
      RequestTime: expect.stringMatching(/^\d{10}$/),
    })
    expect(body).toMatchObject({
      CallbackCommand: 'C2C.CallbackBeforeSendMsg',
      From_Account: ann,
      To_Account: bob,
      MsgRandom: 77,
      OnlineOnlyFlag: 0,
      CloudCustomData: 'c',
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: expect.any(String) } }],
    })
  })

  it.each([
    ['1', { ErrorCode: 1, ErrorInfo: 'no advertising' }, 20006, 'no advertising'],
    ['a code of its own', { ErrorCode: 120_123, ErrorInfo: 'too rude' }, 120_123, 'too rude'],
    ['a code that is not its own', { ErrorCode: 70_001, ErrorInfo: '' }, 20006, expect.any(String)],
  ])('one that refuses with %s, and nothing is stored', async (_name, answer, code, desc) => {
    backend.answer = () => ({ body: answer })
    await expect(chat.post(ann, { receiver: bob })).rejects.toThrow(String(code))
    expect(await chat.send({ from: ann, to: bob })).toMatchObject({ ok: false, code, desc })
    expect(chat.dispatched).toEqual([])
  })

  it('one that changes the content is followed', async () => {
    backend.answer = () => ({
      body: {
        ...ok,
        MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }],
        CloudCustomData: 'seen',
      },
    })
    const record = await chat.post(ann, { receiver: bob })
    expect(record).toMatchObject({ elements: [{ type: 'text', text: '***' }], cloudCustomData: 'seen' })
    expect(chat.dispatched).toMatchObject([{ record: { elements: [{ text: '***' }] } }])
  })

  it('what it changes a message to is checked like what a client sends', async () => {
    backend.answer = () => ({
      body: { ...ok, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x'.repeat(20_000) } }] },
    })
    expect(await chat.send({ from: ann, to: bob })).toMatchObject({ ok: false, code: 80002 })
  })

  it('one that drops the message: it looks sent and reaches nobody', async () => {
    backend.answer = () => ({ body: { ...ok, ErrorCode: 2 } })
    const b = await chat.live(bob)
    expect(await chat.send({ from: ann, to: bob })).toMatchObject({ ok: true })
    expect(b.link.messages).toEqual([])
    expect(chat.dispatched).toEqual([])
    await expect(heard('C2C.CallbackBeforeSendMsg')).resolves.toBeDefined()
    expect(backend.heard).toHaveLength(2)
  })

  const failures: [string, TestBackend['answer']][] = [
    ['answers with 500', () => ({ status: 500, body: ok })],
    ['answers with no JSON', () => ({ body: 'hello' })],
    ['answers with a MsgBody of another kind', () => ({ body: { ...ok, MsgBody: [{ MsgType: 'TIMHuh' }] } })],
    ['answers too much', () => ({ body: { ...ok, ErrorInfo: 'x'.repeat(200_000) } })],
    ['does not answer', () => undefined],
  ]
  it.each(failures)('a backend that %s lets it through, or not, as the app says', async (_name, answer) => {
    backend.answer = answer
    set({ commands: ['C2C.CallbackBeforeSendMsg'], timeoutMs: 150 })
    expect(await chat.send({ from: ann, to: bob })).toMatchObject({ ok: true })
    set({ commands: ['C2C.CallbackBeforeSendMsg'], timeoutMs: 150, refusesWhenUnanswered: true })
    expect(await chat.send({ from: ann, to: bob })).toMatchObject({ ok: false, code: 80003 })
  })

  it('is not asked of what is not wanted', async () => {
    set({ commands: [] })
    await chat.post(ann, { receiver: bob })
    set({ url: '' })
    await chat.post(ann, { receiver: bob })
    expect(backend.heard).toEqual([])
  })
})

describe('before a group message', () => {
  it('is asked with the group, and refuses in its own numbers', async () => {
    await chat.post(ann, { groupID: group })
    expect((await heard('Group.CallbackBeforeSendMsg')).body).toMatchObject({
      GroupId: group,
      Type: 'Public',
      From_Account: ann,
      Operator_Account: ann,
    })
    backend.answer = () => ({ body: { ...ok, ErrorCode: 1 } })
    await expect(chat.post(ann, { groupID: group })).rejects.toThrow('10016')
    backend.answer = () => ({ body: { ...ok, ErrorCode: 10_150, ErrorInfo: 'later' } })
    await expect(chat.post(ann, { groupID: group })).rejects.toThrow('10150 later')
    backend.answer = () => ({ body: { ...ok, ErrorCode: 120_001 } })
    await expect(chat.post(ann, { groupID: group })).rejects.toThrow('10016')
  })
})

describe('afterwards', () => {
  it('is told of a message with its place, once', async () => {
    const record = await chat.post(ann, { receiver: bob, random: 5 })
    const { body } = await heard('C2C.CallbackAfterSendMsg')
    expect(body).toMatchObject({
      From_Account: ann,
      To_Account: bob,
      MsgSeq: record.seq,
      MsgKey: `${record.seq}_5_${Math.floor(record.timestampMs / 1000)}`,
      MsgId: record.msgID,
      SendMsgResult: 0,
      ErrorInfo: 'send msg succeed',
      UnreadMsgNum: 1,
    })
    await chat.post(ann, { receiver: bob, random: 5 })
    await chat.post(ann, { groupID: group })
    expect((await heard('Group.CallbackAfterSendMsg')).body).toMatchObject({ GroupId: group, MsgSeq: 1 })
    expect(backend.heard.filter(({ command }) => command === 'C2C.CallbackAfterSendMsg')).toHaveLength(1)
  })

  it('is told of a message that could not be stored', async () => {
    expect(await chat.send({ from: ann, to: 'nobody-is-this' })).toMatchObject({ ok: false })
    expect((await heard('C2C.CallbackAfterSendMsg')).body).toMatchObject({
      SendMsgResult: 20003,
      UnreadMsgNum: -1,
    })
  })

  it('is told of reading and of recalls', async () => {
    const record = await chat.post(ann, { receiver: bob })
    await markRead(chat.messaging.parts, user(bob), `c2c_${ann}`)
    expect((await heard('C2C.CallbackAfterMsgReport')).body).toMatchObject({
      Report_Account: bob,
      Peer_Account: ann,
      UnreadMsgNum: 0,
    })
    await recallMessage(chat.messaging.parts, user(ann), { msgID: record.msgID })
    expect((await heard('C2C.CallbackAfterMsgWithDraw')).body).toMatchObject({
      From_Account: ann,
      To_Account: bob,
      MsgId: record.msgID,
    })
    const ofGroup = await chat.post(ann, { groupID: group })
    await recallMessage(chat.messaging.parts, user(ann), { msgID: ofGroup.msgID })
    expect((await heard('Group.CallbackAfterRecallMsg')).body).toMatchObject({
      GroupId: group,
      Operator_Account: ann,
      MsgSeqList: [{ MsgSeq: ofGroup.seq }],
    })
  })

  it('is told of logins, with whom they ended, of lost connections and of logouts', async () => {
    set({ commands: ['State.StateChange'] })
    const states = (): string[] =>
      backend.heard.map(({ query, body }) =>
        [
          query.OptPlatform,
          body.Info.Action,
          body.Info.Reason,
          ...(body.KickedDevice ?? []).map((each: { Platform: string }) => `-${each.Platform}`),
        ].join(' '),
      )
    const first = await chat.login({ userID: ann, deviceID: 'a', platform: 'ios' })
    await until('the login', () => states().length === 1)
    const second = await chat.login({ userID: ann, deviceID: 'b', platform: 'ios' })
    chat.logins.disconnected(first.session)
    await until('the second login', () => states().length === 2)
    chat.logins.disconnected(second.session, true)
    await until('the lost connection', () => states().length === 3)
    const third = await chat.login({ userID: ann, deviceID: 'b', platform: 'ios' })
    await until('the third login', () => states().length === 4)
    await chat.logins.logout(third.session)
    await until('the logout', () => states().length === 5)
    await chat.login({ userID: ann, deviceID: 'b', platform: 'ios' })
    await chat.logins.kick({ sdkAppID: 1, userID: ann })
    await until('the app’s own logout', () => states().length === 7)
    expect(states()).toEqual([
      'IOS Login Register',
      'IOS Login Register -iOS',
      'IOS Disconnect TimeOut',
      'IOS Login Register',
      'IOS Logout Unregister',
      'IOS Login Register',
      'IOS Logout Unregister',
    ])
  })
})
