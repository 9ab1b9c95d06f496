import { atAll, type MessageElement, type ReceiveOption } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { AppSettings } from '../../tenants/types.ts'
import {
  sentAtMs,
  testConnection,
  testDevice,
  testInput,
  testMessage,
  testSettings,
  testStanding,
} from '../testing/plan-input.ts'
import { plan } from './plan.ts'
import type { PlanInput } from './types.ts'

const inFront = { connections: [testConnection()] }
const option = (receiveOption: ReceiveOption) => ({ standing: testStanding({ receiveOption }) })
const mention = (...atUserIDs: string[]) => ({ message: testMessage({ atUserIDs }) })
const withPush = (push: Partial<AppSettings['push']>) => ({
  settings: { ...testSettings, push: { ...testSettings.push, ...push } },
})
const first = (change: Partial<PlanInput>) => {
  const [decision] = plan(testInput(change))
  if (!decision) throw new Error('nothing was decided')
  return decision
}
const shortly = (change: Partial<PlanInput>): string => {
  const decision = first(change)
  return `${decision.kind} ${decision.reason}`
}

describe('receive options', () => {
  it.each<[string, Partial<PlanInput>, string]>([
    ['0', option(0), 'push device-offline'],
    ['1', option(1), 'suppress not-received'],
    ['1, app in front', { ...option(1), ...inFront }, 'suppress not-received'],
    ['1, mentioned', { ...option(1), ...mention('bob') }, 'suppress not-received'],
    ['2', option(2), 'suppress muted'],
    ['2, app in front', { ...option(2), ...inFront }, 'live device-foreground'],
    ['2, mentioned', { ...option(2), ...mention('bob', atAll) }, 'suppress muted'],
    ['3', option(3), 'suppress muted'],
    ['3, another mentioned', { ...option(3), ...mention('eve') }, 'suppress muted'],
    ['3, mentioned', { ...option(3), ...mention('eve', 'bob') }, 'push device-offline'],
    ['3, everyone mentioned', { ...option(3), ...mention(atAll) }, 'push device-offline'],
    ['4', option(4), 'suppress not-received'],
    ['4, app in front', { ...option(4), ...inFront }, 'suppress not-received'],
    ['4, mentioned', { ...option(4), ...mention('bob') }, 'push device-offline'],
    ['4, mentioned, app in front', { ...option(4), ...mention('bob'), ...inFront }, 'live device-foreground'],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })
})

describe('what became of the message', () => {
  const recalled = testMessage({ recalled: { byUserID: 'ann', atMs: 1 } })
  const tips: MessageElement = { type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }

  it.each<[string, Partial<PlanInput>, string]>([
    ['recalled', { message: recalled }, 'suppress recalled'],
    ['recalled, app in front', { message: recalled, ...inFront }, 'suppress recalled'],
    ['tips alone', { message: testMessage({ elements: [tips, tips] }) }, 'suppress not-for-a-screen'],
    [
      'tips beside text',
      { message: testMessage({ elements: [tips, { type: 'text', text: 'x' }] }) },
      'push device-offline',
    ],
    [
      'online-only, of a conversation that was read',
      { message: testMessage({ seq: 0, isOnlineOnly: true }), standing: testStanding({ readSeq: 9 }) },
      'suppress online-only',
    ],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })
})

describe('what the recipient did', () => {
  it.each<[string, Partial<PlanInput>, string]>([
    ['read up to it', { standing: testStanding({ readSeq: 1 }) }, 'suppress read-elsewhere'],
    ['read further', { standing: testStanding({ readSeq: 9 }) }, 'suppress read-elsewhere'],
    [
      'read up to the one before',
      { message: testMessage({ seq: 2 }), standing: testStanding({ readSeq: 1 }) },
      'push device-offline',
    ],
    ['blocked the sender', { standing: testStanding({ hasBlockedSender: true }) }, 'suppress blocked'],
    [
      'blocked the sender, in front',
      { standing: testStanding({ hasBlockedSender: true }), ...inFront },
      'suppress blocked',
    ],
    [
      'read everything, and the message has no place',
      { message: testMessage({ seq: 0 }), standing: testStanding({ readSeq: 9 }) },
      'push device-offline',
    ],
    ['read it, in front', { standing: testStanding({ readSeq: 1 }), ...inFront }, 'live device-foreground'],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })
})

describe('groups', () => {
  const group = { groupID: '@TGS#1', name: 'Choir', isLiveOnly: false }

  it.each<[string, Partial<PlanInput>, string]>([
    ['a member', { group }, 'push device-offline'],
    ['a live-only group', { group: { ...group, isLiveOnly: true } }, 'suppress live-only-group'],
    [
      'a live-only group, in front',
      { group: { ...group, isLiveOnly: true }, ...inFront },
      'live device-foreground',
    ],
    ['for others', { group, message: testMessage({ targetUserIDs: ['eve'] }) }, 'suppress not-a-target'],
    [
      'for others, in front',
      { group, message: testMessage({ targetUserIDs: ['eve'] }), ...inFront },
      'suppress not-a-target',
    ],
    [
      'for this one',
      { group, message: testMessage({ targetUserIDs: ['bob', 'eve'] }) },
      'push device-offline',
    ],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })

  it.each<[string, Partial<PlanInput>, [title: string, body: string]]>([
    [
      'name and nickname',
      { group, message: testMessage({ sender: { userID: 'ann', nickName: 'Ann' } }) },
      ['Choir', 'Ann: hello'],
    ],
    [
      'a name card',
      { group, message: testMessage({ sender: { userID: 'ann', nickName: 'Ann', nameCard: 'Alto' } }) },
      ['Choir', 'Alto: hello'],
    ],
    ['no names at all', { group: { ...group, name: '' } }, ['@TGS#1', 'ann: hello']],
    [
      'a given text',
      { group, message: testMessage({ offlinePushInfo: { desc: 'Rehearsal' } }) },
      ['Choir', 'Rehearsal'],
    ],
    [
      'a given title',
      { group, message: testMessage({ offlinePushInfo: { title: 'News' } }) },
      ['News', 'ann: hello'],
    ],
  ])('show %s', (_, change, [title, body]) => {
    expect(first(change)).toMatchObject({ kind: 'push', notification: { title, body } })
  })
})

describe('default texts', () => {
  const picture = testMessage({
    elements: [
      { type: 'text', text: 'hello' },
      { type: 'face', index: 1, data: '' },
      { type: 'image', original: { fileID: 'f', bytes: 1, width: 1, height: 1 } },
    ],
  })
  const bodyIn = (language: string | null, change: Partial<PlanInput> = {}) => {
    const decision = first({ message: picture, devices: [testDevice({ language })], ...change })
    return decision.kind === 'push' ? decision.notification.body : decision.reason
  }

  it.each([
    [null, 'hello[Face][Image]'],
    ['en-GB', 'hello[Face][Image]'],
    ['fr', 'hello[Face][Image]'],
    ['zh', 'hello[表情][图片]'],
    ['zh-Hans-HK', 'hello[表情][图片]'],
    ['zh_TW', 'hello[表情][圖片]'],
    ['zh-Hant', 'hello[表情][圖片]'],
    ['ko-KR', 'hello[이모티콘][사진]'],
    ['ja', 'hello[スタンプ][画像]'],
  ])('in %s', (language, body) => {
    expect(bodyIn(language)).toBe(body)
  })

  const file = { fileID: 'f', bytes: 1 }
  const image = { ...file, width: 1, height: 1 }

  it.each<[MessageElement, string]>([
    [{ type: 'image', original: image }, '[Image]'],
    [{ type: 'sound', sound: file, durationSeconds: 1 }, '[Audio]'],
    [{ type: 'video', video: file, format: 'mp4', durationSeconds: 1, snapshot: image }, '[Video]'],
    [{ type: 'file', file, fileName: 'a.txt' }, '[File]'],
    [{ type: 'location', desc: 'here', longitude: 1, latitude: 2 }, '[Location]'],
    [{ type: 'face', index: 1, data: '' }, '[Face]'],
    [
      { type: 'merger', title: 't', abstractList: [], compatibleText: 'old', msgIDs: ['m-0'] },
      '[Chat History]',
    ],
  ])('of %o', (element, body) => {
    expect(bodyIn('en', { message: testMessage({ elements: [element] }) })).toBe(body)
  })

  it('are nothing for tips beside other elements', () => {
    const tips: MessageElement = { type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }
    const message = testMessage({ elements: [tips, { type: 'text', text: 'x' }] })
    expect(bodyIn('en', { message })).toBe('x')
  })

  it("are the app's own where it has some", () => {
    const settings = withPush({ texts: { ko: { face: '(얼굴)' } } })
    expect(bodyIn('ko', settings)).toBe('hello(얼굴)[사진]')
    expect(bodyIn('en', settings)).toBe('hello[Face][Image]')
  })

  it('are in the app’s language for devices that tell none', () => {
    expect(bodyIn(null, withPush({ defaultLanguage: 'ja' }))).toBe('hello[スタンプ][画像]')
    expect(bodyIn('fr', withPush({ defaultLanguage: 'ja' }))).toBe('hello[スタンプ][画像]')
  })

  it('stand in for a text that is to be hidden, a given one too', () => {
    expect(bodyIn('en', withPush({ hideText: true }))).toBe('You have a new message')
    const message = testMessage({ offlinePushInfo: { desc: 'secret' } })
    expect(bodyIn('zh-Hant', { message, ...withPush({ hideText: true }) })).toBe('您有一則新訊息')
  })
})

describe('a custom element’s extension', () => {
  const elements = [{ type: 'custom' as const, data: '', desc: 'a gift', extension: '{"a":1}' }]

  it('is looked for behind other elements, and is nothing where there is none', () => {
    const text = { type: 'text' as const, text: 'for you' }
    expect(first({ message: testMessage({ elements: [text, ...elements] }) })).toMatchObject({
      notification: { ext: '{"a":1}' },
    })
    expect(first({ message: testMessage({ elements: [text] }) })).toMatchObject({ notification: { ext: '' } })
  })

  it.each([
    ['stands in for ext', {}, '{"a":1}'],
    ['gives way to ext', { ext: '{"b":2}' }, '{"b":2}'],
  ])('%s', (_, offlinePushInfo, ext) => {
    const message = testMessage({ elements, offlinePushInfo })
    expect(first({ message })).toMatchObject({ notification: { ext } })
  })
})

describe('another device of the user in front', () => {
  const tablet = testDevice({ deviceID: 'tablet', platform: 'ipad' })
  const desktop = testDevice({ deviceID: 'pc', platform: 'windows', token: null })
  const beside = (device: typeof tablet, background = false): Partial<PlanInput> => ({
    devices: [testDevice(), device],
    connections: [testConnection({ deviceID: device.deviceID, background })],
  })
  const hold = withPush({ holdWhileActiveMs: 30_000 })
  const skip = withPush({ skipWhileDesktopOnline: true })
  const call = testMessage({ offlinePushInfo: { iOSPushType: 1 } })
  const invitation = testMessage({
    elements: [{ type: 'custom', data: '{"inviteID":"i","actionType":1}', desc: 'Ann calls', extension: '' }],
  })
  const answer = testMessage({
    elements: [{ type: 'custom', data: '{"inviteID":"i","actionType":3}', desc: 'Taken', extension: '' }],
  })

  it.each<[string, Partial<PlanInput>, string]>([
    ['changes nothing by itself', beside(tablet), 'push device-offline'],
    ['holds the push', { ...beside(tablet), ...hold }, 'hold held-while-active'],
    [
      'holds it until the time is up',
      { ...beside(tablet), ...hold, nowMs: sentAtMs + 29_999 },
      'hold held-while-active',
    ],
    ['no longer', { ...beside(tablet), ...hold, nowMs: sentAtMs + 30_000 }, 'push device-offline'],
    ['in the background holds nothing', { ...beside(tablet, true), ...hold }, 'push device-offline'],
    ['holds no mention', { ...beside(tablet), ...hold, ...mention('bob') }, 'push device-offline'],
    ['holds no call', { ...beside(tablet), ...hold, message: call }, 'push device-offline'],
    ['holds no invitation', { ...beside(tablet), ...hold, message: invitation }, 'push device-offline'],
    [
      'holds what is no invitation',
      { ...beside(tablet), ...hold, message: answer },
      'hold held-while-active',
    ],
    ['a computer: no push where the app says so', { ...beside(desktop), ...skip }, 'suppress desktop-online'],
    ['a computer in the background rings', { ...beside(desktop, true), ...skip }, 'push device-offline'],
    ['a tablet is no computer', { ...beside(tablet), ...skip }, 'push device-offline'],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })

  it('is not the device itself', () => {
    const background = { connections: [testConnection({ background: true })] }
    expect(shortly({ ...background, ...hold })).toBe('push device-background')
    const unreached = new Map([['phone', 'unacknowledged' as const]])
    expect(shortly({ ...inFront, unreached, ...hold })).toBe('push unacknowledged')
  })

  it('is told by its own connection, whichever else there are', () => {
    const connections = [
      testConnection({ background: true }),
      testConnection({ deviceID: 'tablet', background: false }),
    ]
    expect(shortly({ ...beside(tablet), connections, ...hold })).toBe('hold held-while-active')
  })
})

describe('a burst', () => {
  const place = (burst: NonNullable<ReturnType<NonNullable<PlanInput['bursts']>['get']>>) => ({
    bursts: new Map([['phone', burst]]),
  })

  it.each<[string, Partial<PlanInput>, string]>([
    ['holds', place({ kind: 'held', untilMs: sentAtMs + 10 }), 'hold gathering'],
    [
      'holds no longer than its window',
      { ...place({ kind: 'held', untilMs: sentAtMs + 5 }) },
      'push device-offline',
    ],
    ['folds', place({ kind: 'folded' }), 'suppress gathered'],
    ['folds nothing that is muted anyway', { ...place({ kind: 'folded' }), ...option(2) }, 'suppress muted'],
    [
      'holds no mention',
      { ...place({ kind: 'held', untilMs: sentAtMs + 10 }), ...mention('bob') },
      'push device-offline',
    ],
  ])('%s', (_, change, expected) => {
    expect(shortly(change)).toBe(expected)
  })

  it('is of one device: another one’s place counts for nothing', () => {
    for (const burst of [{ kind: 'folded' }, { kind: 'held', untilMs: sentAtMs + 10 }] as const)
      expect(shortly({ bursts: new Map([['tablet', burst]]) })).toBe('push device-offline')
  })

  it.each([
    [1, 'hello'],
    [2, '2 new messages'],
    [12, '12 new messages'],
  ])('of %d shows %s', (count, body) => {
    expect(first(place({ kind: 'last', count }))).toMatchObject({ kind: 'push', notification: { body } })
  })
})
