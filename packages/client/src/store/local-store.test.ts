import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { nodeStore } from '../node/index.ts'
import { memoryStorage, type KeyValueStorage } from '../platform/storage.ts'
import { expoSqliteStore, keyValueStore, opSqliteStore } from '../react-native/index.ts'
import { accountOf, keptMessage, storeContract } from './local-store.contract.ts'
import { memoryStore } from './memory-store.ts'
import { openLocalStore } from './open.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-store-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const asText = (name: string): string => join(folder, name)

/** The phone's SQLite, as expo-sqlite and op-sqlite give it. */
const expo = {
  openDatabaseAsync: async (name: string) => {
    const database = new DatabaseSync(asText(`expo-${name}`))
    return {
      runAsync: async (sql: string, values: (string | number | null)[]) =>
        database.prepare(sql).run(...values),
      getAllAsync: async (sql: string, values: (string | number | null)[]) =>
        database.prepare(sql).all(...values),
      closeAsync: async () => database.close(),
    }
  },
}
const op = {
  open: ({ name }: { name: string }) => {
    const database = new DatabaseSync(asText(`op-${name}`))
    return {
      execute: async (sql: string, values: (string | number | null)[] = []) => ({
        rows: database.prepare(sql).all(...values) as unknown[],
      }),
      close: () => database.close(),
    }
  },
}

const storage = memoryStorage()
storeContract({ name: 'memory', open: async () => memoryStore(), isLasting: false })
storeContract({ name: 'key-value', open: keyValueStore(storage), isLasting: true })
storeContract({
  name: 'Node',
  open: async (account) => nodeStore({ folder: asText('node') })(account),
  isLasting: true,
})
storeContract({ name: 'expo-sqlite', open: expoSqliteStore(expo), isLasting: true })
storeContract({ name: 'op-sqlite', open: opSqliteStore(op), isLasting: true })

describe('what is broken is set aside', () => {
  it('in Node: the file is renamed, and a new one begun', async () => {
    const place = asText('broken')
    const open = nodeStore({ folder: place })
    const first = await open(accountOf('ann'))
    await first.put([keptMessage('a')])
    await first.close?.()
    await writeFile(join(place, 'carillon-1-ann.sqlite'), 'this is no database at all, and never was one')
    const warnings: string[] = []
    const second = await open(accountOf('ann', warnings))
    expect(warnings.join('\n')).toMatch(/carillon-1-ann\.sqlite is broken and set aside/)
    expect(await second.find(['a'])).toEqual([])
    await second.put([keptMessage('b')])
    expect(await second.find(['b'])).toHaveLength(1)
    await second.close?.()
    expect((await readdir(place)).some((name) => name.includes('.broken-'))).toBe(true)
  })

  it('on a phone: a database with another name is begun', async () => {
    await writeFile(asText('expo-carillon-1-eve.sqlite'), 'this is no database at all, and never was one')
    const warnings: string[] = []
    const store = await expoSqliteStore(expo)(accountOf('eve', warnings))
    expect(warnings).toHaveLength(1)
    await store.put([keptMessage('b')])
    await store.close?.()
    expect(existsSync(asText('expo-carillon-1-eve-1.sqlite'))).toBe(true)
    const again = await expoSqliteStore(expo)(accountOf('eve'))
    expect(await again.find(['b'])).toHaveLength(1)
    await again.close?.()
  })

  it.each(['{', '[[1,2]]', '[["m",{"msgID":"m"}]]', 'null'])('in a key-value storage: %s', async (text) => {
    const values = new Map<string, string>()
    const mapped: KeyValueStorage = {
      getItem: async (key) => values.get(key) ?? null,
      setItem: async (key, value) => void values.set(key, value),
      removeItem: async (key) => void values.delete(key),
    }
    const messages = Array.from({ length: 40 }, (_, index) => keptMessage(`m${index}`))
    const first = await keyValueStore(mapped)(accountOf('ann'))
    await first.put(messages)
    await first.close?.()
    const key = [...values.keys()].find((each) => each.includes('.messages.')) ?? ''
    values.set(key, text)
    const warnings: string[] = []
    const second = await keyValueStore(mapped)(accountOf('ann', warnings))
    expect(warnings).toEqual([expect.stringContaining(`${key} is broken`)])
    expect(values.get(`${key}.broken`)).toBe(text)
    const found = await second.find(messages.map(({ msgID }) => msgID))
    expect(found.length).toBeGreaterThan(20)
    expect(found.length).toBeLessThan(40)
  })
})

describe('openLocalStore', () => {
  it('goes on in memory when the store cannot be opened', async () => {
    const warnings: string[] = []
    const store = openLocalStore(
      async () => {
        throw new Error('no disk')
      },
      accountOf('ann', warnings),
    )
    await store.put([keptMessage('a')])
    expect(await store.find(['a'])).toHaveLength(1)
    expect(warnings).toEqual([expect.stringContaining('no disk')])
  })

  it('never rejects', async () => {
    const warnings: string[] = []
    const broken = async () => {
      throw new Error('disk full')
    }
    const store = openLocalStore(
      async () => ({ ...memoryStore(), put: broken, find: broken }),
      accountOf('ann', warnings),
    )
    await store.put([keptMessage('a')])
    expect(await store.find(['a'])).toEqual([])
    expect(warnings).toHaveLength(2)
  })

  it('opens a user’s store after the one before it is closed', async () => {
    const steps: string[] = []
    const open = async () => {
      steps.push('open')
      return { ...memoryStore(), close: async () => void steps.push('close') }
    }
    const first = openLocalStore(open, accountOf('ann'))
    const second = openLocalStore(open, accountOf('ann'))
    await first.find([])
    expect(steps).toEqual(['open'])
    await first.close?.()
    await second.find([])
    expect(steps).toEqual(['open', 'close', 'open'])
    expect(await first.find(['late'])).toEqual([])
  })
})

it('a store in a key-value storage is bounded', async () => {
  const bounded = memoryStorage()
  const store = await keyValueStore(bounded)(accountOf('ann'))
  await store.put(Array.from({ length: 2100 }, (_, index) => keptMessage(`m${index}`, { sentMs: index })))
  expect(await store.find(['m0', 'm99', 'm100', 'm2099'])).toHaveLength(2)
  await store.close?.()
  const again = await keyValueStore(bounded)(accountOf('ann'))
  expect(await again.find(['m0', 'm99', 'm100', 'm2099'])).toHaveLength(2)
})
