import { parseArgs } from 'node:util'

import { openStore, type Store } from '@carillon/server'
import { startTestkit, waitUntil, type Testkit } from '@carillon/testkit'

import type { ClientsJob, SendFigures } from './group-send-clients.ts'
import { ask, machine, spreadOf, start, type Spread } from './processes.ts'

/** What one message costs in a group of this size. */
interface GroupSendFigures {
  members: number
  /** Until the sender has the answer: the message is committed. */
  storedMs: Spread
  /** Until the last of the connected members has it. */
  liveMs: Spread
  /** CPU of the server's process until then, milliseconds. */
  liveCPUMs: Spread
  /** Until every member is decided about and the journal says so. */
  decidedMs: Spread
  /** CPU of the server's process for that, microseconds a member. */
  decidedCPUMicrosPerMember: Spread
  storedMessages: number
}

/**
 * Sends to groups of more and more members, of whom the same few are connected and all others asleep
 * without a phone: what grows is what a member costs, not what a message does.
 */
export const benchGroupSend = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      members: { type: 'string', default: '100,1000,10000,100000' },
      live: { type: 'string', default: '50' },
      sends: { type: 'string', default: '15' },
    },
  })
  const sizes = values.members.split(',').map(Number)
  const live = Number(values.live)
  await using kit = await startTestkit({ vendors: [], config: { logLevel: 'silent' } })
  await using store = await openStore(
    { dataFolder: kit.config.dataFolder },
    { purpose: 'command', connections: 2 },
  )
  const users = []
  for (let index = 0; index <= live; index += 1) users.push(await kit.createUser(`live${index}`))
  const clients = start('group-send-clients.ts')
  try {
    await ask(clients, { server: kit.url, sdkAppID: kit.sdkAppID, users } satisfies ClientsJob)
    const results: GroupSendFigures[] = []
    for (const members of sizes) {
      if (!values.json) console.error(`${members} members`)
      const groupID = await fillGroup(store, kit, { members, live })
      const send = async (text: string): Promise<SendFigures> => await ask(clients, { groupID, text })
      results.push(await measure(store, { groupID, members, sends: Number(values.sends), send }))
    }
    if (values.json) console.log(JSON.stringify({ machine: machine(), live, results }, null, 2))
    else print(results)
  } finally {
    clients.kill()
  }
}

const query = async <Row>(store: Store, name: string, text: string, values: unknown[]): Promise<Row[]> =>
  await store.query<Row>({ name: `bench.${name}`, text }, values)

/** A Community of the live users and as many others as it takes; straight in the database, as an import would be. */
const fillGroup = async (
  store: Store,
  { sdkAppID }: Testkit,
  { members, live }: { members: number; live: number },
): Promise<string> => {
  const groupID = `@TGS#_bench${members}`
  await query(
    store,
    'users',
    `insert into users (sdk_app_id, user_id) select $1, 'asleep' || n
    from generate_series(1, $2::integer) n on conflict do nothing`,
    [sdkAppID, members - live - 1],
  )
  const [row] = await query<{ id: number }>(
    store,
    'conversation',
    `insert into conversations (sdk_app_id, kind, key)
    values ($1, 'group', $2) returning conversation_id as id`,
    [sdkAppID, groupID],
  )
  await query(
    store,
    'group',
    `insert into groups (sdk_app_id, group_id, type, name, owner, created_by, add_option,
    conversation_id, member_count, created_at, info_changed_at)
    values ($1, $2, 'Community', 'bench', 'live0', 'live0', 2, $3, $4, now(), now())`,
    [sdkAppID, groupID, row?.id, members],
  )
  await query(
    store,
    'members',
    `with chosen as (
      select user_id from users where sdk_app_id = $1 and user_id like 'live%'
      union all (select user_id from users where sdk_app_id = $1 and user_id like 'asleep%' limit $4)
    ), inserted as (
      insert into group_members (sdk_app_id, group_id, user_id, role, joined_at)
      select $1, $2, user_id, case user_id when 'live0' then 400 else 200 end, now() from chosen
    )
    insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id)
    select $1, user_id, $3, $2 from chosen`,
    [sdkAppID, groupID, row?.id, members - live - 1],
  )
  await query(store, 'analyze', 'analyze', [])
  return groupID
}

const measure = async (
  store: Store,
  given: { groupID: string; members: number; sends: number; send: (text: string) => Promise<SendFigures> },
): Promise<GroupSendFigures> => {
  const { groupID, members, sends, send } = given
  const decided = async (msgID: string): Promise<void> => {
    await waitUntil(
      `the decisions about ${members} members`,
      async () =>
        (await query(store, 'open', 'select 1 from outbox where msg_id = $1', [msgID])).length === 0,
      { timeoutMs: 120_000 },
    )
  }
  // The first two read the members, and warm up what runs.
  for (const text of ['first', 'second']) await decided((await send(`${text} to ${members}`)).msgID)
  const figures = { stored: [], live: [], liveCPU: [], decided: [], decidedCPU: [] } as Record<
    string,
    number[]
  >
  for (let count = 0; count < sends; count += 1) {
    const before = process.cpuUsage()
    const startMs = performance.now()
    const { msgID, storedMs, liveMs } = await send(`${count} to ${members}`)
    const liveCPU = process.cpuUsage(before)
    await decided(msgID)
    const allCPU = process.cpuUsage(before)
    figures['stored']?.push(storedMs)
    figures['live']?.push(liveMs)
    figures['liveCPU']?.push((liveCPU.user + liveCPU.system) / 1000)
    figures['decided']?.push(performance.now() - startMs)
    figures['decidedCPU']?.push((allCPU.user + allCPU.system) / members)
  }
  const [row] = await query<{ count: number }>(
    store,
    'stored',
    `select count(*)::integer as count
    from messages m join conversations c using (conversation_id) where c.key = $1`,
    [groupID],
  )
  const storedMessages = row?.count ?? 0
  if (storedMessages !== sends + 2)
    throw new Error(`${sends + 2} messages were sent, ${storedMessages} are stored`)
  return {
    members,
    storedMs: spreadOf(figures['stored'] ?? []),
    liveMs: spreadOf(figures['live'] ?? []),
    liveCPUMs: spreadOf(figures['liveCPU'] ?? []),
    decidedMs: spreadOf(figures['decided'] ?? []),
    decidedCPUMicrosPerMember: spreadOf(figures['decidedCPU'] ?? []),
    storedMessages: storedMessages - 2,
  }
}

const print = (results: readonly GroupSendFigures[]): void => {
  const ms = ({ median, least, most }: Spread): string =>
    `${median.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`
  for (const figures of results)
    console.log(
      [
        `${figures.members} members`.padEnd(16),
        `stored ${ms(figures.storedMs)}`.padEnd(36),
        `live ${ms(figures.liveMs)}`.padEnd(36),
        `CPU ${figures.liveCPUMs.median.toFixed(1)} ms`.padEnd(14),
        `all decided ${(figures.decidedMs.median / 1000).toFixed(2)} s`.padEnd(22),
        `${figures.decidedCPUMicrosPerMember.median.toFixed(1)} us CPU a member`,
      ].join('  '),
    )
}
