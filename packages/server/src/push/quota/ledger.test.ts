import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { createTestClock } from '../testing/clock.ts'
import { until } from '../testing/until.ts'
import { loadQuotaCounts, type QuotaKey } from './counts.ts'
import { createQuotaLedger } from './ledger.ts'

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
})
afterAll(async () => await store.close())
beforeEach(async () => {
  await store.query({ name: 'test.empty', text: 'truncate push_quota' })
})

const faults: unknown[] = []
const open = (db: Pick<TestStore, 'query'> = store) => {
  const clock = createTestClock()
  const fault = (error: unknown): void => void faults.push(error)
  return { clock, ledger: createQuotaLedger({ db, clock, fault }) }
}
const app: QuotaKey = { certificateID: 1, className: 'operational', deviceID: '', day: 20_000 }
const phone: QuotaKey = { ...app, deviceID: 'phone' }
const stored = async (...keys: QuotaKey[]): Promise<number[]> => await loadQuotaCounts(store, keys)

it('counts at once, and writes together, a second later', async () => {
  const { ledger, clock } = open()
  await ledger.load([app, phone])
  for (let count = 0; count < 3; count += 1) ledger.add(app, 1)
  ledger.add(phone, 1)
  expect([ledger.count(app), ledger.count(phone)]).toEqual([3, 1])
  expect(await stored(app, phone)).toEqual([0, 0])
  clock.advance(1_000)
  await until('the writing', async () => (await stored(app))[0] === 3)
  expect(await stored(app, phone)).toEqual([3, 1])
  expect([ledger.count(app), ledger.count(phone)]).toEqual([3, 1])
  await ledger.close()
})

it('survives a restart, and a day has a share of its own', async () => {
  const first = open()
  first.ledger.add(app, 5)
  await first.ledger.close()
  await first.ledger.close()
  const second = open()
  const tomorrow = { ...app, day: app.day + 1 }
  await second.ledger.load([app, tomorrow])
  expect([second.ledger.count(app), second.ledger.count(tomorrow)]).toEqual([5, 0])
  await second.ledger.close()
})

it('is shared by nodes: what others count is seen within seconds', async () => {
  const [one, other] = [open(), open()]
  await Promise.all([one.ledger.load([app]), other.ledger.load([app])])
  one.ledger.add(app, 2)
  other.ledger.add(app, 3)
  one.clock.advance(1_000)
  other.clock.advance(1_000)
  await until('both have written', async () => (await stored(app))[0] === 5)
  one.clock.advance(6_000)
  await one.ledger.load([app])
  expect(one.ledger.count(app)).toBe(5)
  await Promise.all([one.ledger.close(), other.ledger.close()])
})

it('gives back, and forgets days long gone', async () => {
  const { ledger } = open()
  ledger.add(app, 2)
  ledger.add(app, -1)
  await ledger.close()
  expect(await stored(app)).toEqual([1])
  const later = open()
  later.ledger.add({ ...app, day: app.day + 4 }, 1)
  await later.ledger.close()
  expect(await stored(app)).toEqual([0])
})

it('loses no count when the database does not answer for a while', async () => {
  let isDown = true
  const { ledger, clock } = open({
    query: async (statement, values) => {
      if (isDown) throw new Error('down')
      return await store.query(statement, values)
    },
  })
  ledger.add(app, 4)
  clock.advance(1_000)
  await until('the fault', () => faults.length > 0)
  isDown = false
  await until('the next try', async () => {
    clock.advance(1_000)
    return (await stored(app))[0] === 4
  })
  await ledger.close()
})
