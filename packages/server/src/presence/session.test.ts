import type { MessageRecord } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { makeMsgID, makeUnstoredMsgID } from '../message-id.ts'
import { Session } from './session.ts'

const setUp = () => {
  const sent: string[] = []
  const told: string[] = []
  const link = {
    isCongested: false,
    sendEvent(eventID: number, name: string, data: { message?: MessageRecord }) {
      sent.push(`${eventID} ${data.message ? `seq ${data.message.seq}` : name}`)
    },
    close: (code: number) => void sent.push(`closed ${code}`),
  }
  const session = new Session(
    link as never,
    {
      sessionOnAcknowledged: (_, msgID) => void told.push(msgID.split('-').slice(0, 2).join('-')),
      sessionOnCursor: (_, conversationID, seq) => void told.push(`cursor ${conversationID}: ${seq}`),
    },
    {
      login: { sdkAppID: 1, userID: 'bob', deviceID: 'phone' },
      platform: 'android',
      deviceName: undefined,
      background: false,
    },
  )
  const live = (seq: number, conversationID = 1) =>
    session.send('message.new', { message: message(seq, conversationID) })
  return { session, link, sent, told, live }
}

const message = (seq: number, conversationID = 1): MessageRecord => ({
  msgID: seq === 0 ? makeUnstoredMsgID() : makeMsgID({ conversationID, seq }),
  seq,
  sdkAppID: 1,
  sender: { userID: 'ann' },
  receiver: 'bob',
  random: seq,
  timestampMs: 0,
  elements: [{ type: 'text', text: 'x' }],
})

it('holds stored messages back while it catches up, and drops late copies afterwards', () => {
  const { session, sent, live } = setUp()
  session.sendMissed({ message: message(1) })
  live(2)
  live(0)
  expect(sent).toEqual(['1 seq 1', '2 seq 0'])
  expect([session.takeMissedWhileCatchingUp(), session.takeMissedWhileCatchingUp()]).toEqual([true, false])
  session.sendMissed({ message: message(2) })
  session.goLive()
  live(2)
  live(1, 2)
  live(3)
  expect(sent.slice(2)).toEqual(['3 seq 2', '4 seq 1', '5 seq 3'])
})

it('takes acknowledgements as cumulative, and tells each once', () => {
  const { session, told, live } = setUp()
  session.goLive()
  for (const seq of [1, 2, 3]) live(seq)
  live(1, 2)
  session.acknowledge(2)
  expect(told.splice(0)).toEqual(['1-1', '1-2', 'cursor 1: 2'])
  session.acknowledge(1)
  session.acknowledge(2)
  expect(told).toEqual([])
  session.acknowledge(1_000_000)
  expect(told).toEqual(['1-3', '2-1', 'cursor 1: 3', 'cursor 2: 1'])
  expect(session.unacknowledgedCount).toBe(0)
})

it('moves no cursor for what is not stored', () => {
  const { session, told, live } = setUp()
  session.goLive()
  live(0)
  session.acknowledge(1)
  expect(told).toEqual(['0-0'])
})

it('counts its own message as had, unless an earlier one of others waits', () => {
  const { session, told, live } = setUp()
  session.noteOwnMessage(makeMsgID({ conversationID: 1, seq: 1 }))
  expect(told).toEqual([])
  session.goLive()
  session.noteOwnMessage(makeMsgID({ conversationID: 1, seq: 2 }))
  expect(told.splice(0)).toEqual(['cursor 1: 2'])
  live(3)
  session.noteOwnMessage(makeMsgID({ conversationID: 1, seq: 4 }))
  session.noteOwnMessage(makeMsgID({ conversationID: 2, seq: 1 }))
  session.noteOwnMessage(makeUnstoredMsgID())
  expect(told).toEqual(['cursor 2: 1'])
})

it('is responsive again once it is heard', () => {
  const { session } = setUp()
  session.markUnresponsive()
  expect(session.responsive).toBe(false)
  session.heard()
  expect(session.responsive).toBe(true)
})

it('ends a client that acknowledges nothing, and says nothing after its end', () => {
  const { session, sent, live } = setUp()
  session.goLive()
  for (let seq = 1; seq <= 10_002; seq += 1) live(seq)
  expect(sent.slice(9_998)).toEqual(['9999 seq 9999', '10000 seq 10000', 'closed 3007'])
  expect(session.isEnded).toBe(true)
  session.send('sync.finished', {})
  session.sendMissed({ message: message(20_000) })
  session.goLive()
  expect(sent).toHaveLength(10_001)
})

it('waits for room: for acknowledgements, for the link, until the end', async () => {
  const { session, link, live } = setUp()
  session.goLive()
  const passed: string[] = []
  const pass = async (name: string): Promise<void> => {
    await session.roomFor(2)
    passed.push(name)
  }
  await pass('free')
  live(1)
  live(2)
  const second = pass('acknowledged')
  link.isCongested = true
  session.acknowledge(1)
  await Promise.resolve()
  expect(passed).toEqual(['free'])
  link.isCongested = false
  session.linkDrained()
  await second
  link.isCongested = true
  const third = pass('ended')
  session.end(3001, '')
  await third
  expect(passed).toEqual(['free', 'acknowledged', 'ended'])
})
