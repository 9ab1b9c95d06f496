import { atAll } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { testMessage } from '../testing/plan-input.ts'
import { isCall, isMentioned, isUrgent } from './urgency.ts'

const custom = (data: string) =>
  testMessage({ elements: [{ type: 'custom', data, desc: 'Ann calls', extension: '' }] })

describe('a call', () => {
  it.each([
    ['an invitation', custom('{"inviteID":"i","actionType":1}'), true],
    [
      'an invitation behind a text',
      testMessage({
        elements: [
          { type: 'text', text: 'hi' },
          { type: 'custom', data: '{"inviteID":"i","actionType":1}', desc: '', extension: '' },
        ],
      }),
      true,
    ],
    ['a cancelled invitation', custom('{"inviteID":"i","actionType":2}'), false],
    ['an action without an invitation', custom('{"actionType":1}'), false],
    ['an invitation by number', custom('{"inviteID":1,"actionType":1}'), false],
    ['no JSON', custom('{"inviteID":"i","actionType":1'), false],
    ['null', custom('null'), false],
    ['a number', custom('1'), false],
    ['nothing', custom(''), false],
    [
      'text that looks like one',
      testMessage({ elements: [{ type: 'text', text: '{"inviteID":"i","actionType":1}' }] }),
      false,
    ],
    [
      'a face whose data looks like one',
      testMessage({ elements: [{ type: 'face', index: 1, data: '{"inviteID":"i","actionType":1}' }] }),
      false,
    ],
    ['a VoIP push', testMessage({ offlinePushInfo: { iOSPushType: 1 } }), true],
    ['an APNs push', testMessage({ offlinePushInfo: { iOSPushType: 0 } }), false],
    ['no push options', testMessage(), false],
  ])('%s: %#', (_, message, expected) => {
    expect(isCall(message)).toBe(expected)
  })
})

describe('a mention', () => {
  it.each([
    ['nobody', undefined, false],
    ['others', ['eve', 'bo'], false],
    ['the recipient', ['eve', 'bob'], true],
    ['everyone', [atAll], true],
  ])('of %s', (_, atUserIDs, expected) => {
    const message = testMessage(atUserIDs === undefined ? {} : { atUserIDs })
    expect(isMentioned({ message, recipient: 'bob' })).toBe(expected)
    expect(isUrgent({ message, recipient: 'bob' })).toBe(expected)
  })

  it('is not the only urgent thing', () => {
    expect(
      isUrgent({ message: testMessage({ offlinePushInfo: { iOSPushType: 1 } }), recipient: 'bob' }),
    ).toBe(true)
  })
})
