import { setTimeout as sleep } from 'node:timers/promises'

import type { Store } from '@carillon/server'
import { waitUntil, type Testkit } from '@carillon/testkit'

import type { Handset } from './handset.ts'

/** After the last disturbance everything must come to its end within this time; on a busy machine it takes a while. */
export const settleLimitMs = 120_000

/** Waits until nothing of the messages sent since `fromMs` is under way. @throws with what is, when it takes too long */
export const waitForTheEnd = async (
  kit: Testkit,
  store: Store,
  handsets: readonly Handset[],
  fromMs: number,
): Promise<void> => {
  await waitUntil(
    'the end of all pushes',
    async () => {
      await sleep(50)
      return (await openMessages(store)).length === 0
    },
    { timeoutMs: settleLimitMs },
  ).catch(async (error: unknown) => {
    throw new Error(`still open:\n${await storiesOf(kit, await openMessages(store))}`, { cause: error })
  })
  await waitUntil(
    'the end of all recalls',
    async () => {
      await sleep(50)
      return (await openRecalls(store, fromMs)).length === 0
    },
    { timeoutMs: settleLimitMs },
  ).catch(async (error: unknown) => {
    const stories = await storiesOf(kit, await openRecalls(store, fromMs))
    throw new Error(`not taken back:\n${stories}`, { cause: error })
  })
  await arrived(handsets)
}

interface Open {
  msgID: string
  row: string
}

const openMessages = async (store: Store): Promise<Open[]> =>
  await store.query<Open>({
    name: 'chaos.open',
    text: `select msg_id as "msgID", o::text as row from outbox o order by created_at limit 3`,
  })

/** Messages that were recalled and may be on a screen, of which nothing is told since. */
const openRecalls = async (store: Store, fromMs: number): Promise<Open[]> =>
  await store.query<Open>(
    {
      name: 'chaos.recalls',
      text: `select j.msg_id as "msgID", min(m.record->>'recalled') as row
        from messages m join journal j on j.msg_id = m.msg_id
        where m.sent_at >= to_timestamp($1::float8 / 1000.0) and m.record->'recalled' is not null
        group by j.msg_id, j.user_id, j.device_id
        having bool_or(j.stage = 'accepted' or j.reason in ('outcome-unknown', 'no-answer'))
          and not bool_or(j.stage in ('tapped', 'recalled', 'unrecalled'))
        limit 3`,
    },
    [fromMs],
  )

/** What keeps messages from their end, for whoever has to find out why. */
const storiesOf = async (kit: Testkit, open: readonly Open[]): Promise<string> => {
  const stories = await Promise.all(
    open.map(async ({ msgID, row }) => {
      const { devices } = await kit.story(msgID)
      const lines = devices.map(({ userID, state, entries }) => {
        const last = entries
          .slice(-12)
          .map(({ stage, reason, vendorWords }) => `${stage} ${reason} ${vendorWords?.code ?? ''}`)
        return `    ${userID} ${state}: ${last.join(', ')}`
      })
      return [`  ${msgID} ${row}`, ...lines].join('\n')
    }),
  )
  return stories.join('\n')
}

/** Vendors hand over in this process: once nothing has come for a while, all has. */
const arrived = async (handsets: readonly Handset[]): Promise<void> => {
  const quietMs = 200
  let count = -1
  for (;;) {
    const now = handsets.reduce((sum, { phone }) => sum + phone.device.receivedPushes.length, 0)
    if (now === count) return
    count = now
    await sleep(quietMs)
  }
}
