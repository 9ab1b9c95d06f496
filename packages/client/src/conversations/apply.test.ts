import {
  unusedConversation,
  type ConversationRecord,
  type ConversationState,
  type MessageChange,
  type MessageRecord,
} from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { record as message } from '../testing/fake-gateway.ts'
import { applyEvent, type ConversationEvent } from './apply.ts'

const start = (fields: Partial<ConversationRecord> = {}): ConversationRecord => ({
  ...unusedConversation('c2c_bob'),
  isListed: true,
  version: 3,
  lastSeq: 5,
  readSeq: 3,
  unreadCount: 2,
  lastMessage: message(5),
  lastTimeMs: message(5).timestampMs,
  ...fields,
})

const change = (seq: number, content: MessageChange['content']): ConversationEvent => ({
  change: {
    changeID: `change-${seq}`,
    seq,
    sdkAppID: 1,
    sender: { userID: 'bob' },
    receiver: 'alice',
    timestampMs: 1_700_000_001_000,
    content,
  },
})

const state = (fields: Partial<ConversationState>): ConversationEvent => {
  const {
    conversationID,
    version,
    receiveOption,
    readSeq,
    firstSeq,
    unlistedSeq,
    marks,
    customData,
    groups,
  } = start({ version: 4 })
  const whole = {
    conversationID,
    version,
    receiveOption,
    readSeq,
    firstSeq,
    unlistedSeq,
    marks,
    customData,
    groups,
  }
  return { state: { ...whole, ...fields } }
}

const text = (seq: number, fields: Partial<MessageRecord> = {}): ConversationEvent => ({
  message: message(seq, fields),
})

describe('applyEvent', () => {
  const group = { groupID: 'g', receiver: undefined } as unknown as Partial<MessageRecord>
  it.each<
    [
      string,
      ConversationEvent,
      { [K in keyof ConversationRecord]?: ConversationRecord[K] | undefined },
      boolean,
    ]
  >([
    ['a message', text(6), { unreadCount: 3, lastSeq: 6, lastMessage: message(6) }, false],
    ['a message that is known', text(5), {}, false],
    ['a message behind a gap', text(8), { unreadCount: 3, lastSeq: 8, lastMessage: message(8) }, true],
    [
      'a message of my own',
      text(6, { sender: { userID: 'alice' } }),
      { lastSeq: 6, lastMessage: message(6, { sender: { userID: 'alice' } }) },
      false,
    ],
    [
      'one that does not count',
      text(6, { isExcludedFromUnreadCount: true, isExcludedFromLastMessage: true }),
      { lastSeq: 6 },
      false,
    ],
    [
      'one for some members alone',
      text(6, { ...group, targetUserIDs: ['alice'] }),
      { lastSeq: 6, lastMessage: message(6, { ...group, targetUserIDs: ['alice'] }) },
      false,
    ],
    [
      'a mention',
      text(6, { ...group, atUserIDs: ['alice'] }),
      {
        lastSeq: 6,
        unreadCount: 3,
        lastMessage: message(6, { ...group, atUserIDs: ['alice'] }),
        mentions: [{ seq: 6, type: 1 }],
      },
      false,
    ],
    [
      'the recall of the last message',
      change(6, { kind: 'recalled', msgID: 'r-5' }),
      {
        lastSeq: 6,
        lastMessage: message(5, { recalled: { byUserID: 'bob', atMs: 1_700_000_001_000 } }),
      },
      true,
    ],
    ['the recall of another', change(6, { kind: 'recalled', msgID: 'r-1' }), { lastSeq: 6 }, true],
    [
      'new words in the last message',
      change(6, { kind: 'modified', message: message(5, { version: 1 }) }),
      { lastSeq: 6, lastMessage: message(5, { version: 1 }) },
      false,
    ],
    [
      'an extension',
      change(6, { kind: 'extensions-deleted', msgID: 'r-5', keys: [] }),
      { lastSeq: 6 },
      false,
    ],
    ['reading all', state({ readSeq: 5 }), { version: 4, readSeq: 5, unreadCount: 0 }, false],
    // Whether the read one was the first or the second of two, the server knows.
    ['reading a part', state({ readSeq: 4 }), { version: 4, readSeq: 4 }, true],
    [
      'reading what has not come yet',
      state({ readSeq: 9 }),
      { version: 4, readSeq: 9, unreadCount: 0 },
      false,
    ],
    ['an older state', state({ version: 3, readSeq: 5, pinnedAtMs: 1 }), {}, false],
    ['a pin', state({ pinnedAtMs: 1 }), { version: 4, pinnedAtMs: 1 }, false],
    [
      'a deletion',
      state({ readSeq: 5, firstSeq: 5, unlistedSeq: 5 }),
      {
        version: 4,
        readSeq: 5,
        firstSeq: 5,
        unlistedSeq: 5,
        unreadCount: 0,
        isListed: false,
        lastMessage: undefined,
      },
      false,
    ],
    ['a deletion before what has come', state({ unlistedSeq: 4 }), { version: 4, unlistedSeq: 4 }, true],
  ])('%s', (_name, event, changes, isStale) => {
    const applied = applyEvent(start(), event, 'alice')
    const { lastMessage, lastTimeMs, ...rest } = { ...start(), ...changes }
    const lastFields = lastMessage && { lastMessage, lastTimeMs: lastMessage.timestampMs }
    expect(applied).toEqual({
      record: { ...rest, lastTimeMs, ...lastFields },
      isStale,
    })
  })

  it('counts nothing in a Meeting, nor what was read before it came', () => {
    expect(applyEvent(start({ groupType: 'Meeting' }), text(6), 'alice').record.unreadCount).toBe(2)
    expect(applyEvent(start({ readSeq: 6, unreadCount: 0 }), text(6), 'alice').record.unreadCount).toBe(0)
  })

  it('takes a pin away', () => {
    const { record } = applyEvent(start({ pinnedAtMs: 1 }), state({}), 'alice')
    expect(record).not.toHaveProperty('pinnedAtMs')
  })

  it('comes to the same from whichever moment it was counted, with events that were counted already', () => {
    const messages = fc.array(fc.record({ isMine: fc.boolean(), isExcluded: fc.boolean() }), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(messages, fc.nat(20), fc.nat(20), (given, counted, overlap) => {
        const log = given.map(({ isMine, isExcluded }, index) =>
          message(index + 1, {
            ...(isMine && { sender: { userID: 'alice' } }),
            ...(isExcluded && { isExcludedFromUnreadCount: true }),
          }),
        )
        const countTo = (seq: number): ConversationRecord => {
          const seen = log.slice(0, seq)
          const last = seen.at(-1)
          const unread = seen.filter(
            ({ sender, isExcludedFromUnreadCount }) =>
              sender.userID !== 'alice' && isExcludedFromUnreadCount !== true,
          )
          return {
            ...unusedConversation('c2c_bob'),
            isListed: last !== undefined,
            lastSeq: seen.length,
            unreadCount: unread.length,
            ...(last !== undefined && { lastMessage: last, lastTimeMs: last.timestampMs }),
          }
        }
        const from = Math.min(counted, log.length)
        let record = countTo(from)
        for (const each of log.slice(Math.max(0, from - overlap))) {
          const applied = applyEvent(record, { message: each }, 'alice')
          expect(applied.isStale).toBe(false)
          record = applied.record
        }
        expect(record).toEqual(countTo(log.length))
      }),
    )
  })
})
