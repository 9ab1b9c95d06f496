import { describe, expect, it } from 'vitest'

import {
  sentAtMs,
  testConnection,
  testDevice,
  testInput,
  testMessage,
  testToken,
} from '../testing/plan-input.ts'
import { raisesBadge } from './badge.ts'
import { collapseKeyOf } from './collapse-key.ts'
import { plan, planBy } from './plan.ts'
import { rules } from './rules.ts'
import type { PlanInput, PlannableDevice } from './types.ts'

const DAY_MS = 86_400_000
const device = (change: Partial<PlannableDevice>): Partial<PlanInput> => ({ devices: [testDevice(change)] })
const custom = (desc: string) => ({ type: 'custom' as const, data: '{}', desc, extension: '' })
const inFront = { connections: [testConnection()] }
const inBackground = { connections: [testConnection({ background: true })] }

describe('the whole list of rules', () => {
  const cases: [name: string, change: Partial<PlanInput>, expected: string][] = [
    ['a sleeping phone', {}, 'push device-offline'],
    ['a phone in front', inFront, 'live device-foreground'],
    ['a phone in the background', inBackground, 'push device-background also live'],
    [
      'a connection that does not answer',
      { connections: [testConnection({ responsive: false })] },
      'push device-offline',
    ],
    [
      'a live copy that was not acknowledged',
      { ...inFront, unreached: new Map([['phone', 'unacknowledged']]) },
      'push unacknowledged',
    ],
    [
      'a connection that was lost',
      { unreached: new Map([['phone', 'connection-lost']]) },
      'push connection-lost',
    ],
    [
      'a connection that was lost, and a new one in front',
      { ...inFront, unreached: new Map([['phone', 'connection-lost']]) },
      'live device-foreground',
    ],
    ['no device', { devices: [] }, 'suppress no-device'],
    ['the sender', { recipient: 'ann' }, 'suppress own-message'],
    ['an online-only message', { message: testMessage({ isOnlineOnly: true }) }, 'suppress online-only'],
    [
      'an online-only message to a phone in front',
      { message: testMessage({ isOnlineOnly: true }), ...inFront },
      'live device-foreground',
    ],
    [
      'disablePush',
      { message: testMessage({ offlinePushInfo: { disablePush: true } }) },
      'suppress push-disabled',
    ],
    [
      'disablePush to a phone in front',
      { message: testMessage({ offlinePushInfo: { disablePush: true } }), ...inFront },
      'live device-foreground',
    ],
    [
      'disablePush, not acknowledged',
      {
        message: testMessage({ offlinePushInfo: { disablePush: true } }),
        ...inFront,
        unreached: new Map([['phone', 'unacknowledged']]),
      },
      'suppress push-disabled',
    ],
    [
      'custom without desc',
      { message: testMessage({ elements: [custom('')] }) },
      'suppress custom-without-desc',
    ],
    [
      'custom with its own desc',
      { message: testMessage({ elements: [custom('a gift')] }) },
      'push device-offline',
    ],
    [
      'custom with a given desc',
      { message: testMessage({ elements: [custom('')], offlinePushInfo: { desc: 'a gift' } }) },
      'push device-offline',
    ],
    [
      'custom without desc beside text',
      { message: testMessage({ elements: [custom(''), { type: 'text', text: 'hi' }] }) },
      'push device-offline',
    ],
    ['another user on the device', device({ loginState: 'other-user' }), 'suppress other-user'],
    ['logged out', device({ loginState: 'logged-out' }), 'suppress logged-out'],
    ['kicked', device({ loginState: 'kicked' }), 'suppress kicked'],
    ['a closed browser', device({ platform: 'web', token: null }), 'suppress not-pushable-platform'],
    [
      'a PC in front',
      { ...device({ platform: 'windows', token: null }), ...inFront },
      'live device-foreground',
    ],
    [
      'a browser tab in the background',
      { ...device({ platform: 'web', token: null }), ...inBackground },
      'live device-foreground',
    ],
    ['away for 8 days', device({ lastSeenAtMs: sentAtMs - 8 * DAY_MS }), 'suppress offline-too-long'],
    [
      'away for just under 7 days',
      device({ lastSeenAtMs: sentAtMs - 7 * DAY_MS + 5 }),
      'push device-offline',
    ],
    [
      'connected for 8 days, in the background',
      { ...device({ lastSeenAtMs: sentAtMs - 8 * DAY_MS }), ...inBackground },
      'push device-background also live',
    ],
    [
      'a location without a description',
      { message: testMessage({ elements: [{ type: 'location', desc: '', longitude: 1, latitude: 2 }] }) },
      'push device-offline',
    ],
    [
      'logged out, with a connection that has not ended yet',
      { ...device({ loginState: 'logged-out' }), ...inFront },
      'suppress logged-out',
    ],
    ['no token', device({ token: null }), 'suppress no-token'],
    ['a token taken back', device({ token: testToken({ state: 'cleared' }) }), 'suppress no-token'],
    ['a moved token', device({ token: testToken({ state: 'moved' }) }), 'suppress token-moved'],
    ['a dead token', device({ token: testToken({ state: 'dead' }) }), 'suppress token-dead'],
    [
      'a deleted certificate',
      device({ token: testToken({ certificateExists: false }) }),
      'suppress certificate-missing',
    ],
    // Of two reasons the story tells the earlier one in the list.
    [
      'disablePush and logged out',
      {
        message: testMessage({ offlinePushInfo: { disablePush: true } }),
        ...device({ loginState: 'logged-out' }),
      },
      'suppress push-disabled',
    ],
    [
      'online-only and disablePush',
      { message: testMessage({ isOnlineOnly: true, offlinePushInfo: { disablePush: true } }) },
      'suppress online-only',
    ],
    [
      'logged out and away for 8 days',
      device({ loginState: 'logged-out', lastSeenAtMs: sentAtMs - 8 * DAY_MS }),
      'suppress logged-out',
    ],
    [
      'away for 8 days without a token',
      device({ lastSeenAtMs: sentAtMs - 8 * DAY_MS, token: null }),
      'suppress offline-too-long',
    ],
    [
      'a dead token of a deleted certificate',
      device({ token: testToken({ state: 'dead', certificateExists: false }) }),
      'suppress token-dead',
    ],
  ]

  it.each(cases)('%s', (_name, change, expected) => {
    const [decision] = plan(testInput(change))
    const also = decision?.kind === 'push' && decision.alsoLive ? ' also live' : ''
    expect(`${decision?.kind} ${decision?.reason}${also}`).toBe(expected)
  })

  it('pushes to nobody without a token, whatever list of rules is in force', () => {
    const [decision] = planBy([], testInput(device({ token: null })))
    expect(decision).toEqual({ kind: 'suppress', deviceID: 'phone', reason: 'no-token' })
    const others = rules.filter(({ reason }) => reason !== 'no-token')
    expect(planBy(others, testInput(device({ token: null })))).toEqual([decision])
  })

  it('says whether another vendor can be asked', () => {
    const other = testToken({ vendor: 'xiaomi', token: 'other' })
    expect(plan(testInput(device({ otherTokens: [other] })))[0]).toHaveProperty('hasFallback', true)
    for (const otherTokens of [[], undefined])
      expect(plan(testInput(device({ ...(otherTokens && { otherTokens }) })))[0]).not.toHaveProperty(
        'hasFallback',
      )
  })

  it('decides for each device on its own', () => {
    const decisions = plan(
      testInput({
        devices: [
          testDevice(),
          testDevice({ deviceID: 'tablet', platform: 'ipad' }),
          testDevice({ deviceID: 'old', loginState: 'kicked' }),
        ],
        connections: [testConnection({ deviceID: 'tablet' })],
      }),
    )
    expect(decisions.map(({ deviceID, reason }) => [deviceID, reason])).toEqual([
      ['phone', 'device-offline'],
      ['tablet', 'device-foreground'],
      ['old', 'kicked'],
    ])
  })
})

describe('the notification', () => {
  const notification = (change: Partial<PlanInput>) => {
    const [decision] = plan(testInput(change))
    if (decision?.kind !== 'push') throw new Error(`expected a push, got ${JSON.stringify(decision)}`)
    return decision.notification
  }

  it.each([
    ['given', { offlinePushInfo: { title: 'News' }, sender: { userID: 'ann', nickName: 'Ann' } }, 'News'],
    ['nickname', { sender: { userID: 'ann', nickName: 'Ann' } }, 'Ann'],
    [
      'nickname, empty title',
      { sender: { userID: 'ann', nickName: 'Ann' }, offlinePushInfo: { title: '' } },
      'Ann',
    ],
    ['userID', { sender: { userID: 'ann' } }, 'ann'],
    ['userID, empty nickname', { sender: { userID: 'ann', nickName: '' } }, 'ann'],
    [
      'given, without control characters',
      { offlinePushInfo: { title: '\0N\u001bew\u007fs\r' } },
      'New\u007fs',
    ],
    [
      'nickname, title of control characters alone',
      { sender: { userID: 'ann', nickName: 'A\0nn' }, offlinePushInfo: { title: '\0\u0001' } },
      'Ann',
    ],
  ])('title: %s', (_name, change, title) => {
    expect(notification({ message: testMessage(change) }).title).toBe(title)
  })

  it.each([
    ['given', { offlinePushInfo: { desc: 'You have mail' } }, 'You have mail'],
    ['text', {}, 'hello'],
    ['custom', { elements: [custom('a gift')] }, 'a gift'],
    [
      'given, without control characters',
      { offlinePushInfo: { desc: '\u0000a\u0008\tb\r\n\u001fc' } },
      'a\tb\nc',
    ],
    ['text without control characters', { elements: [{ type: 'text' as const, text: 'a\0👋' }] }, 'a👋'],
    [
      'several, no separator',
      { elements: [{ type: 'text' as const, text: 'hello' }, custom('[Gift]')] },
      'hello[Gift]',
    ],
  ])('body: %s', (_name, change, body) => {
    expect(notification({ message: testMessage(change) }).body).toBe(body)
  })

  it('carries ext, options and deadline as they are', () => {
    const offlinePushInfo = { ext: '{"entity":{"a":"\u00e9\\u0000"}}', androidFCMChannelID: 'chat' }
    expect(notification({ message: testMessage({ offlinePushInfo }) })).toMatchObject({
      msgID: 'm-1',
      ext: offlinePushInfo.ext,
      options: offlinePushInfo,
      collapseKey: collapseKeyOf('m-1'),
      conversationID: 'c2c_ann',
      deadlineMs: sentAtMs + DAY_MS,
    })
  })

  it('says of HarmonyOS alone that it is', () => {
    expect(notification(device({ platform: 'harmony' }))).toMatchObject({ isHarmonyOS: true })
    expect(notification(device({ platform: 'android' }))).not.toHaveProperty('isHarmonyOS')
  })

  it.each<[string, Partial<PlanInput>, number | undefined]>([
    ['reported count plus this one', device({ reportedUnreadCount: 5 }), 6],
    ['and the pushes since', device({ reportedUnreadCount: 5, pushesSinceReport: 2 }), 8],
    ['ignoreIOSBadge', { message: testMessage({ offlinePushInfo: { ignoreIOSBadge: true } }) }, undefined],
    ['not counted as unread', { message: testMessage({ isExcludedFromUnreadCount: true }) }, undefined],
    [
      'ignoreHarmonyBadge elsewhere',
      { message: testMessage({ offlinePushInfo: { ignoreHarmonyBadge: true } }) },
      1,
    ],
    [
      'ignoreHarmonyBadge on Harmony',
      {
        message: testMessage({ offlinePushInfo: { ignoreHarmonyBadge: true } }),
        ...device({ platform: 'harmony' }),
      },
      undefined,
    ],
    ['on Harmony', device({ platform: 'harmony' }), 1],
    ['a vendor without a number', device({ token: testToken({ vendor: 'xiaomi' }) }), undefined],
  ])('badge: %s', (_name, change, badgeCount) => {
    expect(notification(change).badgeCount).toBe(badgeCount)
    expect('badgeCount' in notification(change)).toBe(badgeCount !== undefined)
  })

  it('raises no badge where there is nothing to push to', () => {
    expect(raisesBadge(testMessage(), testDevice({ token: null }))).toBe(false)
    expect(raisesBadge(testMessage(), testDevice())).toBe(true)
  })

  it('has a collapse key within every vendor’s limit', () => {
    expect(collapseKeyOf('m-1')).toMatch(/^[0-9a-f]{32}$/)
  })
})
