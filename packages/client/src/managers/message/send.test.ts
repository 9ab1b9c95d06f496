import { describe, expect, it } from 'vitest'

import type { SendMessageParam } from '../../api/messages.ts'
import { createTencentImSDK } from '../../plugin.ts'
import { App } from '../../testing/app.ts'
import { record } from '../../testing/fake-gateway.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { until } from '../../testing/until.ts'

const wide = (bytes: number): string => 'é'.repeat(bytes / 2)

describe('createXxx', () => {
  it.each<[string, unknown, number, RegExp]>([
    ['text', 'hello', 0, /ok/],
    ['12 KB of two-byte characters', wide(12 * 1024), 0, /ok/],
    ['empty text', '', 6017, /text/],
    ['no text', undefined, 6017, /text: expected a string/],
    ['half of a character', 'a\uD83D', 6017, /text/],
    ['more than 12 KB', `${wide(12 * 1024)}a`, 8001, /12289 bytes/],
  ])('createTextMessage: %s', async (_, text, code, desc) => {
    await using app = await App.start()
    const answer = await app.tim.getMessageManager().createTextMessage(text as string)
    expect(answer.code).toBe(code)
    expect(answer.desc).toMatch(desc)
    expect(answer.data?.id).toBe(answer.data?.messageInfo.id)
    if (code === 0)
      expect(answer.data?.messageInfo).toMatchObject({ elemType: 1, textElem: { text }, status: 1 })
  })

  it.each<[string, unknown, number, RegExp]>([
    ['all fields', { data: '{}', desc: 'd', extension: 'e' }, 0, /ok/],
    ['data alone', { data: '{}' }, 0, /ok/],
    ['nothing', undefined, 6017, /data/],
    ['no data', { desc: 'd' }, 6017, /data/],
    ['a desc that is not text', { data: '', desc: 5 }, 6017, /desc/],
    ['too much in all', { data: wide(12_000), extension: wide(500) }, 8001, /12500 bytes/],
  ])('createCustomMessage: %s', async (_, param, code, desc) => {
    await using app = await App.start()
    const answer = await app.tim.getMessageManager().createCustomMessage(param as { data: string })
    expect(answer.code).toBe(code)
    expect(answer.desc).toMatch(desc)
  })

  it('answers 6013 before initSDK', async () => {
    const { v2TIMManager } = createTencentImSDK()
    expect(await v2TIMManager.getMessageManager().createTextMessage('x')).toMatchObject({ code: 6013 })
  })
})

describe('sendMessage', () => {
  it('sends every option, and answers the message as the server has it', async () => {
    await using app = await App.loggedIn()
    const created = await app.tim
      .getMessageManager()
      .createCustomMessage({ data: '{"a":1}', desc: 'd', extension: 'e' })
    const id = created.data?.id ?? ''
    const offlinePushInfo = {
      title: 'Title',
      desc: 'Text',
      ext: '{"entity":{}}',
      disablePush: false,
      iOSSound: 'push.no_sound',
      ignoreIOSBadge: true,
      iOSPushType: 0,
      iOSInterruptionLevel: 'active',
      iOSImage: 'https://a.example/i.png',
      enableIOSBackgroundNotification: true,
      androidSound: 'bell',
      androidFCMChannelID: 'fcm',
      androidXiaoMiChannelID: 'mi',
      androidOPPOChannelID: 'oppo',
      androidOPPOCategory: 'IM',
      androidOPPONotifyLevel: 16,
      androidVIVOClassification: '1',
      androidVIVOCategory: 'IM',
      androidHuaWeiCategory: 'IM',
      androidHuaWeiImage: 'https://a.example/h.png',
      androidHonorImportance: 'NORMAL',
      androidHonorImage: 'https://a.example/r.png',
      androidMeizuNotifyType: 1,
      androidFCMImage: 'https://a.example/f.png',
      harmonyImage: 'https://a.example/a.png',
      harmonyCategory: 'IM',
      ignoreHarmonyBadge: false,
      vendorParams: '{"fcmPriority":"high"}',
    }
    const answer = await app.tim.getMessageManager().sendMessage({
      id,
      receiver: 'bob',
      groupID: '',
      onlineUserOnly: false,
      isExcludedFromLastMessage: true,
      isExcludedFromUnreadCount: true,
      isSupportMessageExtension: true,
      needReadReceipt: true,
      offlinePushInfo,
      cloudCustomData: 'cloud',
      localCustomData: 'local',
      priority: 1,
    })
    const [stored] = app.gateway.stored.values()
    const { random, ...params } = stored?.params ?? { random: -1 }
    expect(params).toEqual({
      receiver: 'bob',
      elements: [{ type: 'custom', data: '{"a":1}', desc: 'd', extension: 'e' }],
      priority: 1,
      isExcludedFromLastMessage: true,
      isExcludedFromUnreadCount: true,
      isSupportMessageExtension: true,
      needReadReceipt: true,
      cloudCustomData: 'cloud',
      offlinePushInfo,
    })
    expect(answer).toEqual({
      code: 0,
      desc: 'ok',
      data: {
        id,
        msgID: 'm-1',
        seq: '1',
        timestamp: 1_700_000_000,
        progress: 100,
        sender: 'alice',
        userID: 'bob',
        status: 2,
        elemType: 2,
        customElem: { data: '{"a":1}', desc: 'd', extension: 'e' },
        localCustomData: 'local',
        cloudCustomData: 'cloud',
        isSelf: true,
        isRead: true,
        isPeerRead: false,
        priority: 1,
        offlinePushInfo,
        random,
        isExcludedFromUnreadCount: true,
        isExcludedFromLastMessage: true,
        isSupportMessageExtension: true,
        needReadReceipt: true,
      },
    })
    expect(Number.isInteger(random) && random >= 0 && random < 2 ** 32).toBe(true)
  })

  it('sends no more than what was given', async () => {
    await using app = await App.loggedIn()
    await app.send('hello')
    const [request] = app.gateway.last.requests('message.send')
    expect(request?.params).toEqual({
      receiver: 'bob',
      elements: [{ type: 'text', text: 'hello' }],
      priority: 2,
      random: expect.any(Number),
    })
  })

  it.each<[string, Record<string, unknown>, number, RegExp]>([
    ['an id nobody made', { id: 'nobody' }, -1, /^id not exist please try create again$/],
    ['neither receiver nor group', { receiver: '', groupID: '' }, 6017, /receiver and groupID/],
    ['a receiver that is no userID', { receiver: 'ключ' }, 7003, /receiver/],
    ['a receiver that is too long', { receiver: 'x'.repeat(33) }, 7003, /receiver/],
    ['no group', { receiver: '', groupID: 'g\n' }, 8501, /groupID/],
    ['a priority there is not', { priority: 4 }, 6017, /priority/],
    ['a flag that is none', { onlineUserOnly: 'yes' }, 6017, /onlineUserOnly/],
    ['cloudCustomData with half of a character', { cloudCustomData: '\uDC00' }, 6017, /cloudCustomData/],
    ['cloudCustomData above 8 KB', { cloudCustomData: wide(8194) }, 8001, /cloudCustomData has 8194 bytes/],
    ['a push that is no object', { offlinePushInfo: 'x' }, 6017, /offlinePushInfo/],
    [
      'a push title that is no text',
      { offlinePushInfo: { title: 5 } },
      6017,
      /offlinePushInfo\.title: expected string/,
    ],
    [
      'a push ext above 3 KB',
      { offlinePushInfo: { ext: wide(3074) } },
      6017,
      /offlinePushInfo\.ext: 3074 bytes/,
    ],
    [
      'a push desc with half of a character',
      { offlinePushInfo: { desc: '\uD800' } },
      6017,
      /offlinePushInfo\.desc/,
    ],
    [
      'a notify level that is no number',
      { offlinePushInfo: { androidOPPONotifyLevel: 1.5 } },
      6017,
      /NotifyLevel/,
    ],
  ])('refuses %s, sends nothing and keeps the id', async (_, change, code, desc) => {
    await using app = await App.loggedIn()
    const manager = app.tim.getMessageManager()
    const created = await manager.createTextMessage('hello')
    const good: SendMessageParam = { id: created.data?.id ?? '', receiver: 'bob', groupID: '' }
    const answer = await manager.sendMessage({ ...good, ...change })
    expect(answer.code).toBe(code)
    expect(answer.desc).toMatch(desc)
    expect(app.gateway.stored.size).toBe(0)
    expect(await manager.sendMessage(good)).toMatchObject({ code: 0 })
  })

  it('takes null for absent and leaves out what it does not know', async () => {
    await using app = await App.loggedIn()
    const created = await app.tim.getMessageManager().createTextMessage('hello')
    const param = {
      id: created.data?.id,
      receiver: 'bob',
      groupID: null,
      cloudCustomData: null,
      priority: null,
      offlinePushInfo: { title: null, desc: 'd', androidTeleportID: 'x' },
    } as unknown as SendMessageParam
    expect(await app.tim.getMessageManager().sendMessage(param)).toMatchObject({ code: 0 })
    expect([...app.gateway.stored.values()][0]?.params.offlinePushInfo).toEqual({ desc: 'd' })
  })

  it('uses up the id at once', async () => {
    await using app = await App.loggedIn()
    const manager = app.tim.getMessageManager()
    const { data } = await manager.createTextMessage('hello')
    const param = { id: data?.id ?? '', receiver: 'bob' }
    const answers = await Promise.all([manager.sendMessage(param), manager.sendMessage(param)])
    expect(answers.map(({ code }) => code)).toEqual([0, -1])
    expect(app.gateway.stored.size).toBe(1)
  })

  it('answers 6014 before login', async () => {
    await using app = await App.start()
    expect(await app.send('hello')).toMatchObject({ code: 6014 })
  })

  it('answers 9522 for a message whose frame the server would not take', async () => {
    await using app = await App.loggedIn()
    // Each of these bytes takes six in JSON.
    expect(await app.send('\u0001'.repeat(12_000))).toMatchObject({ code: 9522, data: { status: 3 } })
    expect(await app.send('hello')).toMatchObject({ code: 0 })
    expect(app.gateway.connections).toHaveLength(1)
  })

  it("gives the server's own code and the failed message, which goes out again as the same", async () => {
    await using app = await App.loggedIn()
    const { gateway } = app
    const manager = app.tim.getMessageManager()
    gateway.answer = () => ({ code: 120001, desc: 'not in office hours' })
    const failed = await app.send('hello')
    expect(failed).toMatchObject({
      code: 120001,
      desc: 'not in office hours',
      data: { status: 3, userID: 'bob' },
    })
    gateway.answer = (request, connection) => gateway.usualAnswer(request, connection)
    const again = await manager.reSendMessage(failed.data?.msgID ?? '')
    expect(again).toMatchObject({ code: 0, data: { status: 2, msgID: 'm-1', random: failed.data?.random } })
    expect(await manager.reSendMessage(failed.data?.msgID ?? '')).toMatchObject({
      code: -1,
      desc: 'message not found',
    })
  })

  it.each([
    [9520, true],
    [9508, false],
  ])('fails with %i at its deadline', async (code, isConnected) => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock })
    app.gateway.answer = (request) => (request.method === 'message.send' ? undefined : { code: 20004 })
    if (!isConnected) {
      app.gateway.last.cut()
      await until('the loss', () => app.heard.includes('failed 9508'))
    }
    const answer = app.send('hello')
    if (isConnected) await until('the send', () => app.gateway.last.requests('message.send').length === 1)
    else await app.tim.getLoginStatus()
    clock.advance(5000)
    clock.advance(25_000)
    expect(await answer).toMatchObject({ code, data: { status: 3 } })
  })

  it('resends a timed-out message with the same random, so that one message results', async () => {
    const clock = new ManualClock()
    await using app = await App.loggedIn({ clock })
    const { gateway } = app
    gateway.answer = (request, connection) => {
      gateway.usualAnswer(request, connection)
      return undefined
    }
    const sending = app.send('hello')
    await until('the send', () => gateway.stored.size === 1)
    clock.advance(30_000)
    const failed = await sending
    expect(failed).toMatchObject({ code: 9520 })
    gateway.answer = (request, connection) => gateway.usualAnswer(request, connection)
    const again = app.tim.getMessageManager().reSendMessage(failed.data?.msgID ?? '')
    clock.advance(0)
    expect(await again).toMatchObject({ code: 0, data: { msgID: 'm-1' } })
    expect(gateway.stored.size).toBe(1)
  })
})

describe('received messages', () => {
  it('have every field in its declared type, and none that is empty', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('message.new', { message: record(5, { cloudCustomData: 'c', priority: 1 }) })
    await until('the message', () => app.received.length === 1)
    expect(app.received[0]).toEqual({
      msgID: 'r-5',
      seq: '5',
      timestamp: 1_700_000_000,
      progress: 100,
      sender: 'bob',
      nickName: 'Bob',
      userID: 'bob',
      status: 2,
      elemType: 1,
      textElem: { text: 'text 5' },
      cloudCustomData: 'c',
      isSelf: false,
      isRead: false,
      isPeerRead: false,
      priority: 1,
      random: 1005,
      isExcludedFromUnreadCount: false,
      isExcludedFromLastMessage: false,
      isSupportMessageExtension: false,
      needReadReceipt: false,
    })
  })

  it('chain their elements, and show those of my other devices as mine', async () => {
    await using app = await App.loggedIn()
    const elements = [
      { type: 'text' as const, text: 'a' },
      { type: 'custom' as const, data: 'b', desc: '', extension: '' },
      { type: 'text' as const, text: 'c' },
    ]
    const message = record(1, { elements, sender: { userID: 'alice' }, receiver: 'bob' })
    app.gateway.last.event('message.new', { message })
    await until('the message', () => app.received.length === 1)
    expect(app.received[0]).toMatchObject({
      isSelf: true,
      userID: 'bob',
      elemType: 1,
      textElem: {
        text: 'a',
        nextElem: { elemType: 2, data: 'b', desc: '', extension: '', nextElem: { elemType: 1, text: 'c' } },
      },
    })
  })

  it('are found again by their ID, with those sent', async () => {
    await using app = await App.loggedIn()
    app.gateway.last.event('message.new', { message: record(1) })
    await until('the message', () => app.received.length === 1)
    const sent = await app.send('hello')
    const found = await app.tim.getMessageManager().findMessages([sent.data?.msgID ?? '', 'nobody', 'r-1'])
    expect(found.data?.map(({ msgID }) => msgID)).toEqual(['m-1', 'r-1'])
    expect(await app.tim.getMessageManager().findMessages('r-1' as never)).toMatchObject({ code: 6017 })
  })

  it('go to each listener as often as it was added, until it is removed', async () => {
    await using app = await App.loggedIn()
    const calls: string[] = []
    const first = { onRecvNewMessage: () => void calls.push('first') }
    const second = { onRecvNewMessage: () => void calls.push('second') }
    const manager = app.tim.getMessageManager()
    manager.addAdvancedMsgListener(first)
    manager.addAdvancedMsgListener(first)
    manager.addAdvancedMsgListener(second)
    manager.addAdvancedMsgListener(null as never)
    manager.addAdvancedMsgListener({})
    const deliver = async (seq: number): Promise<string[]> => {
      const eventID = app.gateway.last.event('message.new', { message: record(seq) })
      await until('the acknowledgement', () => app.gateway.last.acknowledged === eventID)
      return calls.splice(0)
    }
    expect(await deliver(1)).toEqual(['first', 'first', 'second'])
    manager.removeAdvancedMsgListener(first)
    expect(await deliver(2)).toEqual(['second'])
    manager.removeAdvancedMsgListener()
    expect(await deliver(3)).toEqual([])
  })
})
