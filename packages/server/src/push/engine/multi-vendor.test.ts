import { beforeEach, expect, it } from 'vitest'

import type { Outcome } from '@carillon/protocol'

import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused, retry, tokenDead, unknown } from '../testing/vendor.ts'
import { bindToken } from '../tokens.ts'

const world = usePushWorld()
let xiaomi: number

beforeEach(async () => {
  xiaomi = await seed.certificate(world.store, 'xiaomi')
  world.tenants.addCertificate(xiaomi, 'xiaomi')
  await world.phone('phone')
  await report('xiaomi-token', xiaomi)
})

const report = async (token: string, certificateID: number, isVoIP = false): Promise<void> => {
  const owner = { sdkAppID: 1, deviceID: 'phone', userID: 'bob' }
  await bindToken(world.store, { ...owner, certificateID, token, isVoIP, nowMs: Date.now() - 1_000 })
}
const asked = () => world.vendor.requests.map(({ vendor, tokens }) => `${vendor} ${tokens.join()}`)
const xiaomiAnswers = (outcome: Outcome): void => {
  world.vendor.answer = ({ vendor }) => (vendor === 'xiaomi' ? outcome : accepted)
}

it('a phone with two vendors gets one notification, by its maker’s own', async () => {
  const { send, outcome } = world.start()
  expect(await outcome(await send())).toEqual(['phone accepted vendor-accepted'])
  expect(asked()).toEqual(['xiaomi xiaomi-token'])
})

it.each<[string, Outcome, string]>([
  ['refuses', refused('payload'), 'failed-over'],
  ['has no quota left', refused('quota'), 'failed-over'],
  ['refuses the certificate', refused('config'), 'failed-over'],
  ['says that the token is dead', tokenDead(), 'token-dead'],
])('fails over when the first %s', async (_, answer, reason) => {
  xiaomiAnswers(answer)
  const { send, outcome, entries } = world.start()
  const msgID = await send()
  expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
  expect(asked()).toEqual(['xiaomi xiaomi-token', 'fcm token-phone'])
  expect(await entries(msgID)).toEqual([
    'decided device-offline',
    'queued queued',
    'sent sent',
    `waiting ${reason}`,
    'decided device-offline',
    'queued queued',
    'sent sent',
    'accepted vendor-accepted',
  ])
})

it('ends with the last refusal when both refuse', async () => {
  world.vendor.answer = () => refused('payload')
  const { send, outcome } = world.start()
  expect(await outcome(await send())).toEqual(['phone refused refused-payload'])
  expect(asked()).toEqual(['xiaomi xiaomi-token', 'fcm token-phone'])
})

it('asks the same vendor again after a fault that passes, or when it may have been shown', async () => {
  const answers = [retry('HTTP 503'), unknown, refused('payload')]
  world.vendor.answer = () => answers.shift() ?? accepted
  const { send, outcome } = world.start({ random: () => 0 })
  expect(await outcome(await send())).toEqual(['phone refused refused-payload'])
  expect(new Set(asked())).toEqual(new Set(['xiaomi xiaomi-token']))
})

it('asks the same vendor again when the server died with a request out, for it may have been shown', async () => {
  world.vendor.answer = async () => await new Promise(() => undefined)
  const first = world.start()
  const msgID = await first.send()
  await until('the request', () => asked().length === 1)
  await first.story(msgID)
  world.kill(first)
  world.vendor.answer = () => refused('payload')
  const second = world.start({ takesOverLeasesOf: 'test/' })
  expect(await second.outcome(msgID)).toEqual(['phone refused refused-payload'])
  expect(asked()).toEqual(['xiaomi xiaomi-token', 'xiaomi xiaomi-token'])
})

it('sends calls alone to the VoIP token', async () => {
  const apns = await seed.certificate(world.store, 'apns')
  world.tenants.addCertificate(apns, 'apns')
  await seed.device(world.store, { deviceID: 'iphone', platform: 'ios', userID: 'eve' })
  await world.store.query({ name: 'test.away', text: `delete from push_tokens where device_id = 'phone'` })
  await report('alert', apns)
  await report('voip', apns, true)
  const { send, outcome } = world.start()
  await outcome(await send())
  await outcome(await send({ offlinePushInfo: { iOSPushType: 1 } }))
  expect(asked()).toEqual(['apns alert', 'apns voip'])
})
