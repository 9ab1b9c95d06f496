import { testVendors, type Testkit } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit()
let kit: Testkit

beforeAll(async () => {
  kit = shared.kit
})

describe.each(testVendors)('the self test on a phone with %s', (vendor) => {
  it('goes the whole way, tells its story, and leaves nothing in the tray', async () => {
    const user = await kit.createUser(`${vendor}-self`)
    const phone = await kit.createPhone({ vendor, user })
    // OPPO shows nothing without a channel, and the self test knows.
    phone.device.createChannel({ id: 'chat', name: 'Chat' })
    // A notification for the app in front: the phone shows it, or hands it to the app.
    const report = await phone.app.running.plugin.selfTest({ arrivalTimeoutMs: 5000 })
    expect(report.failed).toBeUndefined()
    expect(report.hops.map(({ hop }) => hop).slice(-2)).toEqual(['echo', 'arrival'])
    expect(phone.notifications).toEqual([])
    const { devices } = await kit.finishedStory(report.msgID ?? '')
    expect(devices).toMatchObject([{ state: 'accepted', reason: 'vendor-accepted' }])
    expect(devices[0]?.entries.map(({ reason }) => reason)).toContain('self-test')
    expect(phone.app.receivedTexts).toEqual([])
    // A second one at once would be a way to drain the vendor's quota.
    expect(await phone.app.running.plugin.selfTest()).toMatchObject({
      ok: false,
      failed: { hop: 'echo', what: expect.stringContaining('9506') as string },
    })
  })
})

it('says that the user switched notifications off', async () => {
  const user = await kit.createUser('switched-off')
  const phone = await kit.createPhone({ vendor: 'xiaomi', user })
  phone.device.setSwitches({ notificationsAllowed: false })
  expect(await phone.app.running.plugin.selfTest()).toMatchObject({
    ok: false,
    failed: { hop: 'permission' },
  })
})
