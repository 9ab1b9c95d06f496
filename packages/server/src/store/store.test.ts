import { setImmediate, setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { StoreBusyError } from './errors.ts'
import { migrate } from './migrate.ts'
import { openStore } from './store.ts'
import { asAdministrator, databaseURL, openTestStore, type TestStore } from './testing.ts'

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
})

afterAll(async () => {
  await store.close()
})

const one = async <T>(text: string, values: unknown[] = []): Promise<T | undefined> =>
  (await store.query<{ value: T }>({ name: `test ${text.slice(0, 50)}`, text }, values))[0]?.value

it.each<[string, unknown]>([
  ['select 42::bigint as value', 42],
  ['select 9007199254740993::bigint as value', 9007199254740993n],
  ['select array[1, null, 3]::bigint[] as value', [1, null, 3]],
  [`select '2026-11-23 10:20:02.123456+00'::timestamptz as value`, Date.UTC(2026, 10, 23, 10, 20, 2, 123)],
  [`select 'infinity'::timestamptz as value`, Infinity],
  ['select null::timestamptz as value', null],
  [`select array[to_timestamp(1.5)] as value`, [1500]],
  [`select '{"a":1}'::jsonb as value`, { a: 1 }],
])('%s', async (text, expected) => {
  expect(await one(text)).toEqual(expected)
})

it('gives back the milliseconds it was given', async () => {
  const now = 1_795_429_202_987
  expect(await one('select to_timestamp($1 / 1000.0) as value', [now])).toBe(now)
})

it('commits what a transaction did, and nothing of one that throws', async () => {
  const add = { name: 'test.add', text: 'insert into apps (sdk_app_id, name) values ($1, $2)' }
  const count = { name: 'test.count', text: 'select count(*) as count from apps where name = $1' }
  await store.transaction(async (db) => await db.query(add, [1, 'tx']))
  const failed = store.transaction(async (db) => {
    await db.query(add, [2, 'tx'])
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  expect(await store.query(count, ['tx'])).toEqual([{ count: 1 }])
})

it('hears notifications, and tells of a gap after its connection was cut', async () => {
  const heard: string[] = []
  let gaps = 0
  const stop = await store.listen(
    'test_news',
    (payload) => heard.push(payload),
    () => gaps++,
  )
  const notify = { name: 'test.notify', text: `select pg_notify('test_news', $1)` }
  await store.query(notify, ['first'])
  await until(() => heard.length === 1)
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'carillon listen'`
  await store.query({ name: 'test.cut', text: cut })
  await until(() => gaps === 1)
  await store.query(notify, ['second'])
  await until(() => heard.length === 2)
  await stop()
  expect(heard).toEqual(['first', 'second'])
})

it('refuses queries beyond those that may wait', async () => {
  await using small = await openTestStore({ connections: 1, waitingQueries: 2 })
  const slow = { name: 'test.slow', text: 'select pg_sleep(0.05)' }
  const first = small.query(slow)
  await setImmediate()
  const results = await Promise.allSettled([1, 2, 3, 4].map(async () => await small.query(slow)))
  await first
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(2)
  expect(refused[0]?.reason).toBeInstanceOf(StoreBusyError)
})

it('cancels a statement that runs too long', async () => {
  await using impatient = await openTestStore({ statementTimeoutMs: 50 })
  const forever = { name: 'test.forever', text: 'select pg_sleep(60)' }
  await expect(impatient.query(forever)).rejects.toMatchObject({ code: '57014' })
})

it('says which database it cannot use, and why', async () => {
  const url = databaseURL(store.url, 'nowhere')
  await expect(openStore({ url })).rejects.toMatchObject({
    code: 'CRL_STORE_START',
    message: expect.stringMatching(/"nowhere".*does not exist/),
  })
})

it('migrates an empty database once, however many servers start at once', async () => {
  const name = `test_migrate_${process.pid}`
  await asAdministrator(store.url, `create database ${name}`)
  const stores = await Promise.all(
    [1, 2, 3].map(async () => await openStore({ url: databaseURL(store.url, name) })),
  )
  const runs = await Promise.all(stores.map(async (each) => await migrate(each)))
  await Promise.all(stores.map(async (each) => await each.close()))
  await asAdministrator(store.url, `drop database ${name}`)
  expect(runs.filter((names) => names.length > 0)).toEqual([['0001-initial']])
})

it('refuses a database that a newer release migrated', async () => {
  await using newer = await openTestStore()
  const future = `insert into kysely_migration (name, timestamp) values ('9999-future', 'now')`
  await newer.query({ name: 'test.future', text: future })
  await expect(migrate(newer)).rejects.toMatchObject({
    code: 'CRL_DATABASE_NEWER',
    message: expect.stringContaining('9999-future'),
  })
})

const until = async (condition: () => boolean): Promise<void> => {
  for (const deadline = Date.now() + 10_000; !condition();) {
    if (Date.now() > deadline) throw new Error('waited for too long')
    await sleep(5)
  }
}
