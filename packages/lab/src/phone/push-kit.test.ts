import { expect, it } from 'vitest'
import type { PushKitDeliveredPush, PushKitNotification } from '../push-kit/types.ts'
import { decidePushKit, pushKitTarget } from './push-kit.ts'
import type { RuleContext } from './showing.ts'
import type { ShownNotification } from './types.ts'

const context = (change: Partial<RuleContext> = {}): RuleContext => ({
  packageName: 'com.example.chat',
  isForeground: false,
  hasProcess: false,
  wakesForDataMessages: true,
  switches: { notificationsAllowed: true, lockScreen: true, sound: true, badge: true, doNotDisturb: false },
  channels: new Map(),
  defaultChannelID: undefined,
  ...change,
})

const push = (change: Partial<PushKitNotification> = {}): PushKitDeliveredPush => ({
  vendor: 'huawei',
  token: 't',
  messageID: 'r1',
  sentAtMs: 0,
  packageName: 'com.example.chat',
  data: '{"ext":"{\\"a\\":1}","n":1}',
  notification: {
    title: 'Ann',
    body: 'Hi',
    click: { type: 3 },
    messageClass: 'service',
    foregroundShow: true,
    ...change,
  },
  reportClick: () => {},
})

it.each([
  [{ notifyID: 7, tag: 'a' }, 'id:7'],
  [{ tag: 'a' }, 'tag:a'],
  [{}, 'message:r1'],
])('%j lies in slot %s', (change, slot) => {
  expect(decidePushKit(push(change), context())).toMatchObject({
    kind: 'show',
    draft: { slot, audible: true },
  })
})

it('shows marketing without a sound', () => {
  expect(decidePushKit(push({ messageClass: 'marketing' }), context())).toMatchObject({
    draft: { audible: false, channelID: 'huawei|com.example.chat|marketing' },
  })
})

it.each([
  [true, 'show'],
  [false, 'hand-to-app'],
])('in front, with foregroundShow %s: %s', (foregroundShow, kind) => {
  expect(decidePushKit(push({ foregroundShow }), context({ isForeground: true })).kind).toBe(kind)
})

it.each([
  [true, 'data-to-app'],
  // The system starts no process for it.
  [false, 'drop'],
])('a data message with a process %s: %s', (hasProcess, kind) => {
  const { notification: _, ...dataOnly } = push()
  expect(decidePushKit(dataOnly, context({ hasProcess })).kind).toBe(kind)
})

it.each<[PushKitNotification['click'], object]>([
  [{ type: 3 }, { kind: 'app', tap: { via: 'launcher', extras: { ext: '{"a":1}', n: '1' } } }],
  [
    { type: 2, url: 'https://a.b' },
    { kind: 'url', url: 'https://a.b' },
  ],
  [
    { type: 1, intent: 'intent://a#Intent;S.ext=%7B;end' },
    { kind: 'app', tap: { via: 'intent', extras: { ext: '{' } } },
  ],
  [
    { type: 1, action: 'com.example.OPEN' },
    { kind: 'app', tap: { action: 'com.example.OPEN' } },
  ],
  [{ type: 1, action: 'com.example.OTHER' }, { kind: 'nothing' }],
])('a tap with %j', (click, target) => {
  const shown = push({ click })
  const notification = { id: 1 } as ShownNotification
  expect(pushKitTarget(shown, ['com.example.OPEN'], { coldStart: false, notification })).toMatchObject(target)
})

it.each(['', 'text', '[1]'])('data %j reaches no intent', (data) => {
  const notification = { id: 1 } as ShownNotification
  expect(pushKitTarget({ ...push(), data }, undefined, { coldStart: false, notification })).toMatchObject({
    tap: { extras: {} },
  })
})
