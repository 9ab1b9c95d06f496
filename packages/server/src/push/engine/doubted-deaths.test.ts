import { expect, it } from 'vitest'

import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, tokenDead } from '../testing/vendor.ts'

const world = usePushWorld()

const phones = ['a', 'b', 'c', 'd', 'e', 'f']
const lanes = { deathsToDoubt: 4, deathShareToDoubt: 0.9, stopBaseMs: 60_000 }

const states = async (): Promise<string[]> =>
  (
    await world.store.query<{ state: string }>({
      name: 'test.states',
      text: 'select state from push_tokens order by device_id',
    })
  ).map(({ state }) => state)

it('a certificate that makes every token dead is stopped, and nobody loses a token', async () => {
  for (const phone of phones) await world.phone(phone)
  world.vendor.answer = () => tokenDead()
  const { send, outcome, story, happened } = world.start({ lanes })
  const first = await send()
  await until('the stop', () => happened.includes('laneStopped'))
  await until('the tokens live again', async () => (await states()).every((state) => state === 'live'))
  const pending = async () => (await story(first)).devices.filter(({ state }) => state === 'pending')
  await until('each to wait for the lane', async () =>
    (await pending()).every(({ reason }) => reason === 'lane-stopped'),
  )
  const waiting = await pending()
  expect(waiting.length).toBeGreaterThanOrEqual(3)
  expect(waiting[0]?.entries.at(-1)?.vendorWords).toMatchObject({
    code: 'UNREGISTERED',
    text: expect.stringContaining('Not believed: '),
  })

  // The owner mends the certificate: what waited goes on, and all phones are reached.
  world.vendor.answer = () => accepted
  world.tenants.mend([...world.tenants.certificates.keys()][0] ?? 0)
  const ends = await outcome(first)
  expect(ends.filter((end) => end.endsWith('accepted vendor-accepted')).length).toBe(waiting.length)
  expect(await outcome(await send())).toEqual(phones.map((phone) => `${phone} accepted vendor-accepted`))
})

it('deaths among tokens that are taken are believed', async () => {
  for (const phone of phones) await world.phone(phone)
  world.vendor.answer = ({ tokens }) => (tokens[0] === 'token-a' ? accepted : tokenDead())
  const { send, outcome } = world.start({ lanes })
  expect(await outcome(await send())).toHaveLength(6)
  expect(await states()).toEqual(['live', 'dead', 'dead', 'dead', 'dead', 'dead'])
})

it('a token whose vendor knows when it died is dead, however many there are', async () => {
  for (const phone of phones) await world.phone(phone)
  world.vendor.answer = () => tokenDead(Date.now() + 60_000)
  const { send, outcome } = world.start({ lanes })
  expect(await outcome(await send())).toEqual(phones.map((phone) => `${phone} refused token-dead-by-vendor`))
  expect(await states()).toEqual(phones.map(() => 'dead'))
})
