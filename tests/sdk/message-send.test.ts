import { MessageElemType, type V2TimMessage } from '@carillon/client'
import { beforeAll, describe, expect, it } from 'vitest'

import { arrival, dataOf, eventually, makeGroup, useWorld, type Person } from './support.ts'

const world = useWorld()
let ann: Person
let bob: Person
let cid: Person
let group = ''

beforeAll(async () => {
  ;[ann, bob, cid] = await world.people('ann', 'bob', 'cid')
  group = await makeGroup(ann, [bob, cid])
})

type Creation = Promise<{ code: number; desc: string; data?: { id?: string; messageInfo: V2TimMessage } }>

const send = async (from: Person, creation: Creation, options: object = { receiver: bob.userID }) => {
  const { id } = dataOf(await creation)
  return await from.messages.sendMessage({ id: id ?? '', receiver: '', groupID: '', ...options })
}

describe('elements', () => {
  const { V2TIM_ELEM_TYPE_CUSTOM, V2TIM_ELEM_TYPE_FACE, V2TIM_ELEM_TYPE_LOCATION, V2TIM_ELEM_TYPE_TEXT } =
    MessageElemType
  it.each<[string, (person: Person) => Creation, number, Partial<V2TimMessage>]>([
    [
      'createTextMessage',
      ({ messages }) => messages.createTextMessage('hi'),
      V2TIM_ELEM_TYPE_TEXT,
      { textElem: { text: 'hi' } },
    ],
    [
      'createCustomMessage',
      ({ messages }) => messages.createCustomMessage({ data: 'd', desc: 'e', extension: 'f' }),
      V2TIM_ELEM_TYPE_CUSTOM,
      { customElem: { data: 'd', desc: 'e', extension: 'f' } },
    ],
    [
      'createLocationMessage',
      ({ messages }) => messages.createLocationMessage('home', 13.4, 52.5),
      V2TIM_ELEM_TYPE_LOCATION,
      { locationElem: { desc: 'home', longitude: 13.4, latitude: 52.5 } },
    ],
    [
      'createFaceMessage',
      ({ messages }) => messages.createFaceMessage(7, 'smile'),
      V2TIM_ELEM_TYPE_FACE,
      { faceElem: { index: 7, data: 'smile' } },
    ],
  ])('%s arrives as it was made', async (_name, make, elemType, fields) => {
    const created = dataOf(await make(ann))
    expect(created.messageInfo).toMatchObject({ id: created.id, status: 1, elemType, ...fields })
    expect(created.messageInfo.msgID).toBeUndefined()
    const sent = dataOf(
      await ann.messages.sendMessage({ id: created.id ?? '', receiver: bob.userID, groupID: '' }),
    )
    expect(sent).toMatchObject({
      id: created.id,
      status: 2,
      isSelf: true,
      userID: bob.userID,
      elemType,
      ...fields,
    })
    const received = await arrival(bob, sent.msgID)
    expect(received).toMatchObject({
      sender: ann.userID,
      userID: ann.userID,
      isSelf: false,
      status: 2,
      elemType,
      ...fields,
    })
    // The ID is used up.
    expect(
      await ann.messages.sendMessage({ id: created.id ?? '', receiver: bob.userID, groupID: '' }),
    ).toMatchObject({ code: -1 })
  })

  it('appendMessage chains elements behind the first', async () => {
    const base = dataOf(await ann.messages.createTextMessage('one'))
    const custom = dataOf(await ann.messages.createCustomMessage({ data: 'two' }))
    const face = dataOf(await ann.messages.createFaceMessage(3, 'three'))
    dataOf(await ann.messages.appendMessage(base.id ?? '', custom.id ?? ''))
    const message = dataOf(await ann.messages.appendMessage(base.id ?? '', face.id ?? ''))
    expect(message.id).toBe(base.id)
    const sent = dataOf(
      await ann.messages.sendMessage({ id: base.id ?? '', receiver: bob.userID, groupID: '' }),
    )
    expect((await arrival(bob, sent.msgID)).textElem).toEqual({
      text: 'one',
      nextElem: {
        elemType: 2,
        data: 'two',
        desc: '',
        extension: '',
        nextElem: { elemType: 8, index: 3, data: 'three' },
      },
    })
    expect(await ann.messages.appendMessage(base.id ?? '', custom.id ?? '')).toMatchObject({ code: -1 })
    const image = dataOf(await ann.messages.createImageMessage('/a.jpg'))
    const text = dataOf(await ann.messages.createTextMessage('x'))
    expect(await ann.messages.appendMessage(text.id ?? '', image.id ?? '')).toMatchObject({ code: 6017 })
  })

  it.each<[string, (person: Person) => Promise<{ code: number }>, number]>([
    ['empty text', ({ messages }) => messages.createTextMessage(''), 6017],
    ['text above 12 KB', ({ messages }) => messages.createTextMessage('é'.repeat(6200)), 8001],
    ['half a character', ({ messages }) => messages.createTextMessage('\ud83d'), 6017],
    ['no place on earth', ({ messages }) => messages.createLocationMessage('x', 181, 0), 6017],
    ['no sticker', ({ messages }) => messages.createFaceMessage(1.5, ''), 6017],
    [
      '31 mentions',
      ({ messages }) =>
        messages.createTextAtMessage(
          'x',
          Array.from({ length: 31 }, (_, index) => `u${index}`),
        ),
      6017,
    ],
    ['no mention', ({ messages }) => messages.createTextAtMessage('x', []), 6017],
    ['merging nothing', ({ messages }) => messages.createMergerMessage([], 't', [], ''), 6017],
    ['merging what is not there', ({ messages }) => messages.createMergerMessage(['x'], 't', [], ''), -1],
    ['forwarding what is not there', ({ messages }) => messages.createForwardMessage('x'), -1],
    ['a target of nothing', ({ messages }) => messages.createTargetedGroupMessage('x', ['u']), -1],
  ])('%s is refused', async (_name, make, code) => {
    expect(await make(ann)).toMatchObject({ code })
  })

  it.each<[string, (person: Person) => Creation, string]>([
    ['createImageMessage', ({ messages }) => messages.createImageMessage('/a.jpg'), 'imageElem'],
    ['createSoundMessage', ({ messages }) => messages.createSoundMessage('/a.m4a', 3), 'soundElem'],
    [
      'createVideoMessage',
      ({ messages }) => messages.createVideoMessage('/a.mp4', 'mp4', 3, '/a.jpg'),
      'videoElem',
    ],
    ['createFileMessage', ({ messages }) => messages.createFileMessage('/a.pdf', 'a.pdf'), 'fileElem'],
  ])('%s knows where the file lies', async (_name, make, key) => {
    const { messageInfo } = dataOf(await make(ann))
    expect(messageInfo).toMatchObject({ [key]: expect.any(Object), progress: 0 })
    expect(JSON.stringify(messageInfo)).toContain('/a.')
  })
})

describe('groups', () => {
  it('a message reaches the members, and sendGroupTextMessage is one', async () => {
    const sent = dataOf(await ann.tim.sendGroupTextMessage(group, 'all', 1))
    expect(sent).toMatchObject({ groupID: group, status: 2, priority: 1 })
    expect(sent.userID).toBeUndefined()
    for (const person of [bob, cid])
      expect(await arrival(person, sent.msgID)).toMatchObject({
        groupID: group,
        sender: ann.userID,
        priority: 1,
      })
    const custom = dataOf(await ann.tim.sendGroupCustomMessage(group, 'data', 2))
    await arrival(bob, custom.msgID)
    expect(bob.heard.simple.slice(-2)).toMatchObject([
      { kind: 'group text', groupID: group, msgID: sent.msgID, sender: { userID: ann.userID }, text: 'all' },
      { kind: 'group custom', groupID: group, msgID: custom.msgID, text: 'data' },
    ])
  })

  it('createTextAtMessage mentions members and everyone', async () => {
    const everyone = '__kImSDK_MesssageAtALL__'
    const sent = dataOf(
      await send(ann, ann.messages.createTextAtMessage('@bob', [bob.userID, '__kImSDK_MessageAtALL__']), {
        groupID: group,
      }),
    )
    expect(await arrival(bob, sent.msgID)).toMatchObject({
      groupAtUserList: [bob.userID, everyone],
      textElem: { text: '@bob' },
    })
    expect(await send(ann, ann.messages.createTextAtMessage('x', [bob.userID]))).toMatchObject({ code: 6017 })
  })

  it('createTargetedGroupMessage, or receiver and group together, is for some alone', async () => {
    const base = dataOf(await ann.messages.createTextMessage('psst'))
    const targeted = dataOf(await ann.messages.createTargetedGroupMessage(base.id ?? '', [bob.userID]))
    const one = dataOf(
      await ann.messages.sendMessage({ id: targeted.id ?? '', receiver: '', groupID: group }),
    )
    const two = dataOf(
      await send(ann, ann.messages.createTextMessage('to you'), { receiver: bob.userID, groupID: group }),
    )
    const three = await ann.say({ groupID: group }, 'for all')
    for (const sent of [one, two, three]) await arrival(bob, sent.msgID)
    await arrival(cid, three.msgID)
    expect(cid.heard.messages.filter(({ msgID }) => msgID === one.msgID || msgID === two.msgID)).toEqual([])
    const at = dataOf(await ann.messages.createTextAtMessage('x', [bob.userID]))
    expect(await ann.messages.createTargetedGroupMessage(at.id ?? '', [bob.userID])).toMatchObject({
      code: 6017,
    })
  })

  it.each<[string, string, number]>([
    ['a group that is not there', 'nowhere', 10010],
    ['no group ID', 'x\n', 8501],
  ])('%s refuses', async (_name, groupID, code) => {
    const answer = await send(ann, ann.messages.createTextMessage('x'), { groupID })
    expect(answer).toMatchObject({ code })
    if (code > 9999) expect(answer.data).toMatchObject({ status: 3 })
  })

  it('a stranger may not write', async () => {
    await using dan = await world.person('dan')
    expect(await dan.tim.sendGroupTextMessage(group, 'x', 2)).toMatchObject({ code: 10007 })
  })
})

describe('options of a send', () => {
  it('travel with the message', async () => {
    const sent = await ann.say({ receiver: bob.userID }, 'x', {
      cloudCustomData: 'cloud',
      localCustomData: 'local',
      isExcludedFromUnreadCount: true,
      isExcludedFromLastMessage: true,
      needReadReceipt: true,
      isSupportMessageExtension: true,
      priority: 1,
    })
    expect(sent).toMatchObject({ localCustomData: 'local', cloudCustomData: 'cloud' })
    const received = await arrival(bob, sent.msgID)
    expect(received).toMatchObject({
      cloudCustomData: 'cloud',
      isExcludedFromUnreadCount: true,
      isExcludedFromLastMessage: true,
      needReadReceipt: true,
      isSupportMessageExtension: true,
      priority: 1,
    })
    expect(received.localCustomData).toBeUndefined()
  })

  it('onlineUserOnly is in no history', async () => {
    const sent = await ann.say({ receiver: bob.userID }, 'now', { onlineUserOnly: true })
    await arrival(bob, sent.msgID)
    const history = dataOf(await bob.messages.getHistoryMessageList(5, 1, ann.userID))
    expect(history.map(({ msgID }) => msgID)).not.toContain(sent.msgID)
    expect(await ann.messages.revokeMessage(sent.msgID ?? '')).toMatchObject({ code: 10032 })
  })

  it('sendReplyMessage says what it replies to', async () => {
    const first = await ann.say({ receiver: bob.userID }, 'question')
    const original = await arrival(bob, first.msgID)
    const { id } = dataOf(await bob.messages.createTextMessage('answer'))
    const reply = dataOf(
      await bob.messages.sendReplyMessage({
        id: id ?? '',
        receiver: ann.userID,
        groupID: '',
        replyMessage: original,
      }),
    )
    const received = await arrival(ann, reply.msgID)
    expect(JSON.parse(received.cloudCustomData ?? '')).toEqual({
      messageReply: {
        messageID: first.msgID,
        messageAbstract: '[文本消息]',
        messageSender: 'ann',
        messageType: 1,
        version: 1,
      },
    })
    expect(await bob.messages.sendReplyMessage({ id: 'x' } as never)).toMatchObject({ code: 6017 })
  })

  it('reSendMessage sends what failed once more', async () => {
    const failed = await send(ann, ann.messages.createTextMessage('x'), { receiver: 'nobody-there' })
    expect(failed).toMatchObject({ code: 20003, data: { status: 3 } })
    const found = dataOf(await ann.messages.findMessages([failed.data?.msgID ?? '']))
    expect(found).toMatchObject([{ status: 3 }])
    expect(await ann.messages.reSendMessage(failed.data?.msgID ?? '')).toMatchObject({ code: 20003 })
    expect(await ann.messages.reSendMessage('unknown')).toMatchObject({ code: -1 })
  })
})

describe('my other devices', () => {
  it('get what I send, and a message of mine once', async () => {
    await using phone = await world.another(ann, 'web')
    const sent = await ann.say({ receiver: bob.userID }, 'from the computer')
    expect(await arrival(phone, sent.msgID)).toMatchObject({ isSelf: true, userID: bob.userID })
    expect(ann.heard.messages.map(({ msgID }) => msgID)).not.toContain(sent.msgID)
  })
})

describe('several messages as one', () => {
  it('createMergerMessage, downloadMergerMessage and createForwardMessage', async () => {
    const one = await ann.say({ receiver: bob.userID }, 'first')
    const two = await ann.say({ receiver: bob.userID }, 'second')
    const ids = [one.msgID ?? '', two.msgID ?? '']
    const merged = dataOf(
      await send(
        ann,
        ann.messages.createMergerMessage(ids, 'Two', ['ann: first', 'ann: second'], 'upgrade'),
        { receiver: cid.userID },
      ),
    )
    const received = await arrival(cid, merged.msgID)
    expect(received.mergerElem).toEqual({
      title: 'Two',
      abstractList: ['ann: first', 'ann: second'],
      isLayersOverLimit: false,
    })
    const inside = dataOf(await cid.messages.downloadMergerMessage(merged.msgID ?? ''))
    expect(inside.map(({ textElem }) => textElem?.text)).toEqual(['first', 'second'])
    // Merged once more, and sent on: each layer opens.
    const outer = dataOf(
      await send(cid, cid.messages.createMergerMessage([merged.msgID ?? ''], 'Outer', [], ''), {
        receiver: ann.userID,
      }),
    )
    const forwarded = dataOf(
      await send(cid, cid.messages.createForwardMessage(outer.msgID ?? ''), { receiver: bob.userID }),
    )
    await arrival(bob, forwarded.msgID)
    const [inner] = dataOf(await bob.messages.downloadMergerMessage(forwarded.msgID ?? ''))
    expect(inner?.mergerElem?.title).toBe('Two')
    expect(
      dataOf(await bob.messages.downloadMergerMessage(inner?.msgID ?? '')).map(
        ({ textElem }) => textElem?.text,
      ),
    ).toEqual(['first', 'second'])
    expect(await ann.messages.downloadMergerMessage(one.msgID ?? '')).toMatchObject({
      code: -1,
      desc: 'this message is not mergeElem',
    })
    expect(await ann.messages.downloadMergerMessage('unknown')).toMatchObject({ code: -1 })
  })
})

describe('listeners', () => {
  it('removeAdvancedMsgListener and removeSimpleMsgListener end what was added, and nothing else', async () => {
    const heard: string[] = []
    const advanced = { onRecvNewMessage: () => heard.push('advanced') }
    const simple = { onRecvC2CTextMessage: () => heard.push('simple') }
    bob.messages.addAdvancedMsgListener(advanced)
    bob.messages.addAdvancedMsgListener(advanced)
    bob.tim.addSimpleMsgListener(simple)
    await arrival(bob, (await ann.say({ receiver: bob.userID }, 'one')).msgID)
    expect(heard).toEqual(['advanced', 'advanced', 'simple'])
    bob.messages.removeAdvancedMsgListener(advanced)
    bob.tim.removeSimpleMsgListener(simple)
    await arrival(bob, (await ann.say({ receiver: bob.userID }, 'two')).msgID)
    expect(heard).toHaveLength(3)
  })
})

describe('simple calls', () => {
  it('sendC2CTextMessage and sendC2CCustomMessage reach simple listeners', async () => {
    const text = dataOf(await ann.tim.sendC2CTextMessage(bob.userID, 'hello'))
    const custom = dataOf(await ann.tim.sendC2CCustomMessage(bob.userID, 'data'))
    await eventually('both', () => bob.heard.simple.some(({ msgID }) => msgID === custom.msgID))
    expect(bob.heard.simple.slice(-2)).toMatchObject([
      { kind: 'c2c text', msgID: text.msgID, sender: { userID: ann.userID, nickName: 'ann' }, text: 'hello' },
      { kind: 'c2c custom', msgID: custom.msgID, text: 'data' },
    ])
    expect(await ann.tim.sendC2CTextMessage('', 'x')).toMatchObject({ code: 6017 })
    expect(await ann.tim.sendGroupTextMessage('', 'x', 2)).toMatchObject({ code: 6017 })
  })
})
