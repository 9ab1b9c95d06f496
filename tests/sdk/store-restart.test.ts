import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import {
  HistoryMsgGetTypeEnum,
  memoryStorage,
  type KeyValueStorage,
  type OpenLocalStore,
  type V2TimMessage,
} from '@carillon/client'
import { nodeStore } from '@carillon/client/node'
import { expoSqliteStore, keyValueStore } from '@carillon/client/react-native'
import { waitUntil } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { useFileWorld, type FilePerson } from './file-support.ts'
import { dataOf, succeed } from './support.ts'

const world = useFileWorld()
let bob: FilePerson

beforeAll(async () => {
  bob = await world.person('bob')
})

/** The phone's SQLite. */
const expo = () => ({
  openDatabaseAsync: async (name: string) => {
    const database = new DatabaseSync(join(world.folder, name))
    return await Promise.resolve({
      runAsync: async (sql: string, values: (string | number | null)[]) =>
        await Promise.resolve(database.prepare(sql).run(...values)),
      getAllAsync: async (sql: string, values: (string | number | null)[]) =>
        await Promise.resolve(database.prepare(sql).all(...values)),
      closeAsync: async () => await Promise.resolve(database.close()),
    })
  },
})

const asyncStorage = memoryStorage()
const stores: [string, () => OpenLocalStore][] = [
  ['Node', () => nodeStore({ folder: join(world.folder, 'store') })],
  ['expo-sqlite', () => expoSqliteStore(expo())],
  ['key-value', () => keyValueStore(asyncStorage)],
]

const textsOf = (list: readonly V2TimMessage[]): (string | undefined)[] =>
  list.map(({ textElem }) => textElem?.text)

describe.each(stores)('the store of %s', (name, open) => {
  const userID = `ann-${name}`
  const device: KeyValueStorage = memoryStorage()
  let localStore: OpenLocalStore
  beforeAll(() => {
    localStore = open()
  })

  it('has messages, drafts and what else is of this device after a restart of the app', async () => {
    let failedID = ''
    let ids: string[] = []
    {
      await using ann = await world.person(userID, { localStore, storage: device })
      const first = dataOf(await ann.tim.sendC2CTextMessage('bob', 'one'))
      const second = dataOf(await bob.tim.sendC2CTextMessage(userID, 'two'))
      await waitUntil('the answer', () => ann.received.find(({ msgID }) => msgID === second.msgID))
      const inserted = dataOf(await ann.messages.insertC2CMessageToLocalStorage('note', 'bob', userID))
      const third = dataOf(await ann.tim.sendC2CTextMessage('bob', 'three'))
      succeed(await ann.messages.setLocalCustomData(first.msgID ?? '', 'mine'))
      succeed(await ann.messages.setLocalCustomInt(first.msgID ?? '', 7))
      succeed(await ann.tim.getConversationManager().setConversationDraft('c2c_bob', 'half a thou'))
      const created = dataOf(await ann.messages.createTextMessage('lost'))
      const failed = await ann.messages.sendMessage({ id: created.id ?? '', receiver: 'nobody', groupID: '' })
      failedID = failed.data?.msgID ?? ''
      ids = [first, second, inserted, third].map(({ msgID }) => msgID ?? '')
    }
    await using ann = await world.person(userID, { localStore, storage: device })
    const { V2TIM_GET_LOCAL_OLDER_MSG, V2TIM_GET_LOCAL_NEWER_MSG } = HistoryMsgGetTypeEnum
    const local = async (type: number) => dataOf(await ann.messages.getHistoryMessageList(10, type, 'bob'))
    const older = await local(V2TIM_GET_LOCAL_OLDER_MSG)
    expect(older.map(({ msgID }) => msgID)).toEqual(ids.toReversed())
    expect(textsOf(await local(V2TIM_GET_LOCAL_NEWER_MSG))).toEqual(['one', 'two', undefined, 'three'])
    expect(older.at(-1)).toMatchObject({ localCustomData: 'mine', localCustomInt: 7, status: 2 })
    expect(dataOf(await ann.messages.findMessages([failedID]))).toMatchObject([{ status: 3 }])
    const found = dataOf(await ann.messages.searchLocalMessages({ keywordList: ['thr'], type: 0 }))
    expect(found).toMatchObject({ totalCount: 1 })
    const conversation = dataOf(await ann.tim.getConversationManager().getConversation('c2c_bob'))
    expect(conversation).toMatchObject({ draftText: 'half a thou' })
    // What is made here now stands behind what was made before.
    const later = dataOf(await ann.messages.insertC2CMessageToLocalStorage('later', 'bob', userID))
    expect((await local(V2TIM_GET_LOCAL_OLDER_MSG))[0]?.msgID).toBe(later.msgID)
  })

  it('tells nothing to another user of the device', async () => {
    await using eve = await world.person(`eve-${name}`, { localStore, storage: device })
    const { V2TIM_GET_LOCAL_OLDER_MSG } = HistoryMsgGetTypeEnum
    expect(dataOf(await eve.messages.getHistoryMessageList(10, V2TIM_GET_LOCAL_OLDER_MSG, 'bob'))).toEqual([])
  })
})

it('a broken store costs what it held, and not the chat', async () => {
  const folder = join(world.folder, 'broken')
  const localStore = nodeStore({ folder })
  const warnings: string[] = []
  {
    await using ann = await world.person('cora', { localStore })
    dataOf(await ann.tim.sendC2CTextMessage('bob', 'one'))
  }
  // What was written last is in the file itself once it is let go of.
  const [file = ''] = await waitUntil('the store to be closed', async () => {
    const names = await readdir(folder)
    return names.some((name) => name.endsWith('-wal')) ? undefined : names
  })
  await writeFile(join(folder, file), 'no database')
  const log = (kind: string, text: string): void => void warnings.push(`${kind} ${text}`)
  await using ann = await world.person('cora', { localStore: nodeStore({ folder }), log })
  const cloud = dataOf(await ann.messages.getC2CHistoryMessageList('bob', 10))
  expect(textsOf(cloud)).toEqual(['one'])
  expect(warnings.join('\n')).toContain('is broken and set aside')
  dataOf(await ann.tim.sendC2CTextMessage('bob', 'two'))
})
