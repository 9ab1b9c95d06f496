import type { MessageRecord } from '@carillon/protocol'
import { beforeEach, describe, expect, it } from 'vitest'

import { makeMsgID } from '../../message-id.ts'
import { outboxInsertFrom } from '../outbox/insert.ts'
import type { Bench } from '../testing/bench.ts'
import { testMessage } from '../testing/plan-input.ts'
import { outboxRows } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'

const world = usePushWorld()
let conversationID = 0

beforeEach(async () => {
  conversationID = await query<{ id: number }>(
    'conversation',
    `insert into conversations (sdk_app_id, kind, key) values (1, 'group', 'g') returning conversation_id as id`,
  ).then(([row]) => row?.id ?? 0)
})

const query = async <Row>(name: string, text: string, values: unknown[] = []): Promise<Row[]> =>
  await world.store.query<Row>({ name: `test.groups.${name}`, text }, values)

/** Adds members of the group; who left, left after the entry given. */
const addMembers = async (
  members: readonly { userID: string; joinedSeq?: number; leftSeq?: number; option?: number }[],
): Promise<void> => {
  await query(
    'users',
    `insert into users (sdk_app_id, user_id) select 1, unnest($1::text[]) on conflict do nothing`,
    [members.map((member) => member.userID)],
  )
  await query(
    'members',
    `insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id, joined_seq, left_seq, receive_option)
     select 1, k.user_id, $1, 'g', k.joined_seq, k.left_seq, k.option
     from unnest($2::text[], $3::bigint[], $4::bigint[], $5::smallint[]) k (user_id, joined_seq, left_seq, option)`,
    [
      conversationID,
      members.map((member) => member.userID),
      members.map((member) => member.joinedSeq ?? 0),
      members.map((member) => member.leftSeq ?? null),
      members.map((member) => member.option ?? 0),
    ],
  )
}

/** A message of ann's to the group, committed with its outbox row. Answers its msgID. */
const commit = async (
  seq: number,
  lease: { owner: string | null; untilMs: number | null },
  visibleTo: readonly string[] | null = null,
) => {
  const msgID = makeMsgID({ conversationID, seq })
  const { receiver: _, ...message } = testMessage({ msgID, seq, timestampMs: Date.now() })
  const record: MessageRecord = { ...message, groupID: 'g' }
  await query(
    'message',
    `with stored as (
       insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at,
         visible_to, record)
       values ($1, $2, $3, 1, 'ann', 'ann-phone', 1, now(), $4, $5)
       returning msg_id, sdk_app_id, conversation_id, seq, sent_at as created_at
     ) ${outboxInsertFrom('stored', '$6', '$7')}`,
    [conversationID, seq, msgID, visibleTo, JSON.stringify(record), lease.owner, lease.untilMs],
  )
  return { msgID, record }
}

const settled = async (msgID: string): Promise<void> => {
  await until(
    `the end of ${msgID}`,
    async () => !(await outboxRows(world.store)).some((row) => row.msgID === msgID),
  )
}

const outcomes = async ({ story }: Bench, msgID: string): Promise<string[]> =>
  (await story(msgID)).devices.map((device) => `${device.userID} ${device.reason}`).toSorted()

describe('a message to 3,000 sleeping members', () => {
  const count = 3_000
  const userIDs = Array.from({ length: count }, (_, index) => `m${String(index).padStart(4, '0')}`)

  const addPhones = async (): Promise<void> => {
    await addMembers(userIDs.map((userID) => ({ userID })))
    await query(
      'devices',
      `insert into devices (sdk_app_id, device_id, user_id, platform, login_state, last_seen_at)
       select 1, 'phone-' || user_id, user_id, 'android', 'logged-in', now() from unnest($1::text[]) k (user_id)`,
      [userIDs],
    )
    await query(
      'tokens',
      `insert into push_tokens (sdk_app_id, device_id, user_id, certificate_id, vendor, token, registered_at, state_since)
       select 1, 'phone-' || k.user_id, k.user_id, c.certificate_id, 'fcm', 'token-' || k.user_id, now(), now()
       from unnest($1::text[]) k (user_id) cross join certificates c`,
      [userIDs],
    )
  }

  it('is one outbox row, and rings on each phone once; who writes to one friend meanwhile does not wait', async () => {
    await addPhones()
    await world.phone('phone')
    const bench = world.start()
    const { msgID, record } = await commit(1, {
      owner: bench.engine.leaseOwner,
      untilMs: Date.now() + 60_000,
    })
    expect(await outboxRows(world.store)).toHaveLength(1)
    bench.engine.dispatch({ record, recipients: userIDs, senderDeviceID: 'ann-phone' })
    const between = await bench.send()
    await settled(msgID)
    const tokens = world.vendor.requests.flatMap((request) => request.tokens)
    expect(new Set(tokens).size).toBe(count + 1)
    expect(tokens).toHaveLength(count + 1)
    const reasons = (await bench.story(msgID)).devices.map((device) => device.reason)
    expect(reasons).toHaveLength(count)
    expect(new Set(reasons)).toEqual(new Set(['vendor-accepted']))
    // The friend's phone was asked for before the last of the members' ones.
    const place = world.vendor.requests.findIndex((request) => request.tokens.includes('token-phone'))
    expect(place).toBeLessThan(world.vendor.requests.length / 2)
    expect(await bench.outcome(between)).toEqual(['phone accepted vendor-accepted'])
  }, 30_000)

  it('goes on where it was when the server died in the middle', async () => {
    await addPhones()
    const first = world.start()
    const { msgID, record } = await commit(1, { owner: first.engine.leaseOwner, untilMs: Date.now() + 300 })
    world.vendor.answer = () => {
      if (world.vendor.requests.length === 700) world.kill(first)
      return { kind: 'accepted', requestID: 'r' }
    }
    first.engine.dispatch({ record, recipients: userIDs, senderDeviceID: 'ann-phone' })
    await until('the kill', () => world.vendor.requests.length >= 700)
    const second = world.start()
    await settled(msgID)
    const reached = new Set(world.vendor.requests.flatMap((request) => request.tokens))
    expect(reached.size).toBe(count)
    const { devices } = await second.story(msgID)
    expect(devices).toHaveLength(count)
    expect(new Set(devices.map((device) => device.state))).toEqual(new Set(['accepted']))
  }, 30_000)
})

describe('a row that was left', () => {
  it('is for those who were members when the message was sent, and for its targets alone', async () => {
    await addMembers([
      { userID: 'ann' },
      { userID: 'before', joinedSeq: 4 },
      { userID: 'after', joinedSeq: 5 },
      { userID: 'gone', leftSeq: 4 },
      { userID: 'left later', leftSeq: 5 },
      { userID: 'muted', option: 2 },
      { userID: 'cross' },
    ])
    // Between two users alone: in a group they hear each other.
    await query(
      'block',
      `insert into blocks (sdk_app_id, user_id, blocked_user_id) values (1, 'cross', 'ann')`,
    )
    for (const userID of ['before', 'muted', 'cross']) await world.phone(`phone of ${userID}`, { userID })
    const { msgID } = await commit(5, { owner: null, untilMs: null })
    const targeted = await commit(6, { owner: null, untilMs: null }, ['ann', 'before'])
    const bench = world.start()
    await settled(msgID)
    await settled(targeted.msgID)
    expect(await outcomes(bench, msgID)).toEqual([
      'before vendor-accepted',
      'cross vendor-accepted',
      'left later no-device',
      'muted muted',
    ])
    expect(await outcomes(bench, targeted.msgID)).toEqual(['before vendor-accepted'])
  })

  it('is told of in the story before anybody has decided about it', async () => {
    await addMembers([{ userID: 'ann' }, { userID: 'bob' }, { userID: 'eve', joinedSeq: 9 }])
    const bench = world.start()
    const { msgID } = await commit(5, { owner: 'somebody else', untilMs: Date.now() + 60_000 })
    expect(await outcomes(bench, msgID)).toEqual(['bob undecided'])
  })

  it('waits while those before it have too many recipients, and has its turn', async () => {
    await addMembers(['ann', 'bob', 'eve', 'max'].map((userID) => ({ userID })))
    await world.phone('phone')
    const msgIDs: string[] = []
    for (let seq = 1; seq <= 120; seq += 1)
      msgIDs.push((await commit(seq, { owner: null, untilMs: null })).msgID)
    const gate = Promise.withResolvers<void>()
    world.vendor.answer = async () => {
      await gate.promise
      return { kind: 'accepted', requestID: 'r' }
    }
    let planned = 0
    const bench = world.start({ openRecipients: 30 }, { planned: () => void (planned += 1) })
    // Fifty are loaded at once; the others are let go.
    await until('the others to be let go', async () => {
      const waiting = (await outboxRows(world.store)).filter((row) => row.leaseOwner === null)
      return planned === 50 && waiting.length === 70
    })
    gate.resolve()
    for (const msgID of msgIDs) await settled(msgID)
    expect(world.vendor.requests.flatMap((request) => request.tokens)).toHaveLength(120)
    expect(await outcomes(bench, msgIDs[119] ?? '')).toEqual([
      'bob vendor-accepted',
      'eve no-device',
      'max no-device',
    ])
  })
})
