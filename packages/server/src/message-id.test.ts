import fc from 'fast-check'
import { expect, it } from 'vitest'

import { makeMsgID, makeUnstoredMsgID, placeOf } from './message-id.ts'

const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

it('gives back the place it was made from, for every place', () => {
  fc.assert(
    fc.property(positive, positive, (conversationID, seq) => {
      const msgID = makeMsgID({ conversationID, seq })
      expect(placeOf(msgID)).toEqual({ conversationID, seq })
      expect(makeMsgID({ conversationID, seq })).not.toBe(msgID)
    }),
  )
})

it('finds no place in anything else', () => {
  expect(placeOf(makeUnstoredMsgID())).toBeUndefined()
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(placeOf(text)).toBeUndefined()
    }),
  )
})

it.each([
  '0-1-0123456789ab',
  '1-0-0123456789ab',
  '1-1-0123456789a',
  '1-1-0123456789ab\n',
  ' 1-1-0123456789ab',
  'A-1-0123456789ab',
  '-1-1-0123456789ab',
  'zzzzzzzzzzz-1-0123456789ab',
  '1-zzzzzzzzzzz-0123456789ab',
])('%j is none', (text) => {
  expect(placeOf(text)).toBeUndefined()
})
