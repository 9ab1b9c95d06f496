import { fileURLToPath } from 'node:url'

import {
  startTestkit,
  type DesktopClient,
  type ServerProcess,
  type Testkit,
  type TestPhone,
} from '@carillon/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { whyTable } from './support/carillon.ts'
import { deathSteps, type DeathOrder } from './support/dying.ts'
import { quickFolder } from './support/kit.ts'

let kit: Testkit
let server: ServerProcess
let sender: DesktopClient
let phones: readonly TestPhone[]

beforeAll(async () => {
  kit = await startTestkit({
    process: fileURLToPath(new URL('support/dying-server.ts', import.meta.url)),
    temporaryFolder: await quickFolder(),
    config: { logLevel: 'error' },
  })
  server = kit.server as ServerProcess
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
  phones = await Promise.all(
    kit.vendors.map(async (vendor) => await kit.createPhone({ vendor, user: await kit.createUser(vendor) })),
  )
  await Promise.all(phones.map(async (phone) => await phone.kill()))
})
afterAll(async () => await kit[Symbol.asyncDispose]())

// What comes before the vendor is asked is the same for all.
const stepsOfOthers = deathSteps.slice(deathSteps.indexOf('planned'))

describe.each([
  ['fcm', deathSteps],
  ['xiaomi', stepsOfOthers],
] as const)('the server killed with kill -9, a phone with %s asleep', (vendor, steps) => {
  it.each(steps)('at %s: the notification is on the phone once, and the story tells it', async (step) => {
    const phone = phones.find((candidate) => candidate.vendor === vendor)
    if (!phone) throw new Error(`no phone with ${vendor}`)
    const text = `killed at ${step}`
    const ended = server.ended()
    await server.tell({ dieAt: step, nth: 1 } satisfies DeathOrder)
    // The sender's client sends again by itself what has no answer when the server is back.
    const sending = sender.sendText(vendor, text)
    expect(await ended).toBe('SIGKILL')
    await server.start()
    const { msgID = '' } = await sending
    await phone.waitForNotification((shown) => shown.body === text, { timeoutMs: 30_000 })
    const story = await kit.finishedStory(msgID, { timeoutMs: 30_000 })
    expect(story.devices).toHaveLength(1)
    expect(story.devices[0]).toMatchObject({ state: 'accepted', reason: 'vendor-accepted' })
    expect(phone.notifications.filter((shown) => shown.body === text)).toHaveLength(1)
    const table = await whyTable({ dataFolder: kit.config.dataFolder }, msgID)
    expect(table).toContain('The vendor accepted the push.')
  })
})
