import { reasons, type PushStory } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { plain } from './plain.ts'
import { formatOffset, formatStory } from './story-table.ts'

const story: PushStory = {
  msgID: 'm-1',
  sdkAppID: 1400000001,
  sender: 'ann',
  receiver: 'bob',
  seq: 7,
  sentAtMs: Date.UTC(2026, 10, 23, 10, 0, 0),
  devices: [
    {
      userID: 'bob',
      deviceID: 'd1',
      deviceName: 'Xiaomi 14\u001B[31m',
      platform: 'android',
      vendor: 'xiaomi',
      state: 'refused',
      reason: 'token-dead-by-vendor',
      entries: [
        { atMs: Date.UTC(2026, 10, 23, 10, 0, 0, 3), stage: 'decided', reason: 'device-offline' },
        {
          atMs: Date.UTC(2026, 10, 23, 10, 0, 0, 4),
          stage: 'queued',
          reason: 'queued',
          notification: { title: 'Ann', body: 'hello' },
        },
        {
          atMs: Date.UTC(2026, 10, 23, 10, 0, 4),
          stage: 'waiting',
          reason: 'vendor-busy',
          vendorWords: { code: 'HTTP 503' },
          retryAtMs: Date.UTC(2026, 10, 23, 10, 2, 3),
        },
        {
          atMs: Date.UTC(2026, 10, 23, 10, 2, 4),
          stage: 'refused',
          reason: 'token-dead-by-vendor',
          vendorRequestID: 'slm123',
          vendorWords: { code: '20301', text: 'invalid regid' },
        },
      ],
    },
  ],
}

it('tells each hop with its time, its meaning, the words of the vendor and what to do', () => {
  expect(formatStory(story, { columns: 120 })).toMatchInlineSnapshot(`
    "Message m-1 from ann to bob, sent 2026-11-23T10:00:00.000Z (seq 7)

    bob, Xiaomi 14\\u{1b}[31m (d1), android, xiaomi: refused, token-dead-by-vendor
      The vendor says the token is dead.
      What to do: Opening the app reports a fresh token.
    ┌─────────────┬──────────────┬──────────────────────┬────────────────────────────────────┬─────────────────────────────┐
    │ time        │ stage        │ reason               │ meaning                            │ vendor's words              │
    ├─────────────┼──────────────┼──────────────────────┼────────────────────────────────────┼─────────────────────────────┤
    │ +3 ms       │ decided      │ device-offline       │ Pushed: the device has no          │                             │
    │             │              │                      │ connection.                        │                             │
    ├─────────────┼──────────────┼──────────────────────┼────────────────────────────────────┼─────────────────────────────┤
    │ +4 ms       │ queued       │ queued               │ Waits in the certificate's lane.   │                             │
    │             │              │                      │ "Ann": "hello"                     │                             │
    ├─────────────┼──────────────┼──────────────────────┼────────────────────────────────────┼─────────────────────────────┤
    │ +4.0 s      │ waiting      │ vendor-busy          │ The vendor asked to try again      │ HTTP 503                    │
    │             │              │                      │ later; it will be.                 │                             │
    │             │              │                      │ Again at +2 min 3 s.               │                             │
    ├─────────────┼──────────────┼──────────────────────┼────────────────────────────────────┼─────────────────────────────┤
    │ +2 min 4 s  │ refused      │ token-dead-by-vendor │ The vendor says the token is dead. │ 20301: invalid regid        │
    │             │              │                      │                                    │ id slm123                   │
    └─────────────┴──────────────┴──────────────────────┴────────────────────────────────────┴─────────────────────────────┘
    "
  `)
})

it.each([80, 100, 200])('stays within %i columns', (columns) => {
  const lines = formatStory(story, { columns }).split('\n')
  const table = lines.filter((line) => /^[│┌├└]/.test(line))
  expect(table.length).toBeGreaterThan(4)
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(columns)
})

it('has words for every reason', () => {
  for (const reason of Object.keys(reasons) as (keyof typeof reasons)[]) {
    const device = { userID: 'bob', deviceID: '', state: 'pending' as const, reason, entries: [] }
    expect(formatStory({ ...story, devices: [device] })).toContain(`bob, no device: pending, ${reason}`)
  }
})

it('says when nothing has been decided yet', () => {
  expect(formatStory({ ...story, devices: [] })).toContain('Nothing has been decided yet')
})

it.each([
  [0, '+0 ms'],
  [999, '+999 ms'],
  [1000, '+1.0 s'],
  [59_949, '+59.9 s'],
  [59_950, '+1 min 0 s'],
  [123_000, '+2 min 3 s'],
  [5_400_000, '+1 h 30 min'],
  [-20, '-20 ms'],
])('%i is %s', (ms, expected) => {
  expect(formatOffset(ms)).toBe(expected)
})

it.each([
  ['a\u001B[2Jb', '\\u{1b}'],
  ['a\nb', '\\u{a}'],
  ['\u202Eevil', '\\u{202e}'],
])('makes %j harmless', (text, expected) => {
  expect(plain(text)).toContain(expected)
})

it('keeps sentences within the width, for any reason', () => {
  for (const reason of Object.keys(reasons) as (keyof typeof reasons)[]) {
    const device = { userID: 'bob', deviceID: '', state: 'pending' as const, reason, entries: [] }
    const lines = formatStory({ ...story, devices: [device] }, { columns: 80 }).split('\n')
    expect(lines.slice(3).filter((line) => line.length > 80)).toEqual([])
  }
})
