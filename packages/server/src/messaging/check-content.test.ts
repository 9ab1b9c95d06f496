import { limits, type MessageContent, type SendMessageParams } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { checkContent } from './check-content.ts'

const message = (change: Partial<MessageContent> & { receiver?: string } = {}): SendMessageParams => ({
  receiver: 'bob',
  random: 1,
  elements: [{ type: 'text', text: 'x' }],
  ...change,
})
const text = (bytes: number) => message({ elements: [{ type: 'text', text: 'x'.repeat(bytes) }] })
const custom = { type: 'custom', data: '', desc: '', extension: '' } as const
const push = (offlinePushInfo: SendMessageParams['offlinePushInfo']) =>
  message(offlinePushInfo === undefined ? {} : { offlinePushInfo })

describe('takes', () => {
  it.each<[string, SendMessageParams]>([
    ['a receiver of 32 characters', message({ receiver: 'b'.repeat(32) })],
    ['text of the largest size', text(limits.messageBytes)],
    [
      'three-byte text of the largest size',
      message({ elements: [{ type: 'text', text: '字'.repeat(4096) }] }),
    ],
    [
      'a custom element whose fields fill the size',
      message({ elements: [{ ...custom, data: 'x'.repeat(12_000), desc: 'y'.repeat(288) }] }),
    ],
    ['U+0000', message({ elements: [{ type: 'text', text: 'a\0b' }], cloudCustomData: '\0' })],
    ['emoji', message({ elements: [{ type: 'text', text: '👩‍👩‍👧‍👦' }] })],
    ['cloudCustomData of the largest size', message({ cloudCustomData: 'x'.repeat(8192) })],
    [
      'title, desc and ext of the largest size',
      push({ title: 't'.repeat(1024), desc: 'd'.repeat(3072), ext: 'e'.repeat(3072) }),
    ],
    ['one custom element beside texts', message({ elements: [custom, { type: 'text', text: 'x' }] })],
  ])('%s', (_, params) => {
    expect(checkContent(params)).toBeUndefined()
  })
})

describe('refuses', () => {
  it.each<[string, SendMessageParams, number, string]>([
    ['no receiver', message({ receiver: '' }), 20003, 'receiver'],
    ['a receiver of 33 characters', message({ receiver: 'b'.repeat(33) }), 20003, 'receiver'],
    ['a receiver beyond ASCII', message({ receiver: 'böb' }), 20003, 'receiver'],
    ['a receiver with a line feed', message({ receiver: 'bob\n' }), 20003, 'receiver'],
    ['text a byte too large', text(limits.messageBytes + 1), 80002, '12289 bytes'],
    [
      'texts that are too large together',
      message({ elements: Array.from({ length: 2 }, () => ({ type: 'text', text: '字'.repeat(2049) })) }),
      80002,
      '12294 bytes',
    ],
    [
      'half a surrogate pair in a text',
      message({ elements: [{ type: 'text', text: 'a\ud83d' }] }),
      90010,
      'elements[0].text',
    ],
    [
      'half of one in an extension',
      message({ elements: [{ ...custom, extension: '\udc00' }] }),
      90010,
      'elements[0].extension',
    ],
    ['half of one in cloudCustomData', message({ cloudCustomData: '\ud83d!' }), 90010, 'cloudCustomData'],
    ['half of one in a push title', push({ title: '\ude00\ud83d' }), 90010, 'offlinePushInfo.title'],
    [
      'cloudCustomData a byte too large',
      message({ cloudCustomData: 'x'.repeat(8193) }),
      80002,
      'cloudCustomData',
    ],
    ['a title a byte too large', push({ title: 'é'.repeat(512) + 'x' }), 6017, 'offlinePushInfo.title'],
    ['a desc a byte too large', push({ desc: 'd'.repeat(3073) }), 6017, 'offlinePushInfo.desc'],
    ['an ext a byte too large', push({ ext: 'e'.repeat(3073) }), 90010, 'offlinePushInfo.ext'],
    ['two custom elements', message({ elements: [custom, custom] }), 90010, 'custom'],
  ])('%s', (_, params, code, words) => {
    expect(checkContent(params)).toMatchObject({ code, desc: expect.stringContaining(words) })
  })
})
