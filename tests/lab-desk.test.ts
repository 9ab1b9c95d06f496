import { consoleLabFaults, type ConsoleLabSent, type DeviceStory } from '@carillon/protocol'
import { LabDesk, testVendors } from '@carillon/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startSharedKit } from './support/kit.ts'
import { useSharedKit } from './support/use-kit.ts'

it('shows what happens, answers who waits for news, and refuses what cannot be', async () => {
  await using desk = new LabDesk()
  expect(desk.view()).toMatchObject({ isReady: false, phones: [] })
  expect(() => desk.setFault('vivo', 'hang')).toThrow(/no phone of vivo/)
  await using shared = await startSharedKit({ vendors: ['vivo'], parts: { lab: desk } })
  const { kit } = shared
  const client = await kit.logIn(await kit.createUser('mina', 'Mina'))
  const user = await kit.createUser('vera', 'Vera')
  const phone = await kit.createPhone({ vendor: 'vivo', user })
  desk.open({ kit, desktops: [{ client, nickName: 'Mina' }], phones: [{ phone, userID: 'vera' }] })

  await desk.act('vivo', 'kill')
  await expect(desk.send('vera', ['mina'], 'hi')).rejects.toMatchObject({ code: 'CRL_LAB' })
  await expect(desk.send('nobody', ['mina'], 'hi')).rejects.toMatchObject({ code: 'CRL_LAB' })
  const { version } = desk.view()
  const news = desk.changed(version, 60_000)
  const [sent] = await desk.send('mina', ['vera'], 'Dinner?')
  await news
  expect(desk.view().version).toBeGreaterThan(version)

  const shown = await phone.waitForNotification()
  expect(desk.view().phones[0]).toMatchObject({
    state: 'killed',
    notifications: [{ title: 'Mina', body: 'Dinner?', msgID: sent?.msgID, isAudible: true }],
    lastPush: { fate: 'shown' },
  })
  await desk.tap('vivo', shown.id)
  await phone.app.waitForMessage(({ msgID }) => msgID === sent?.msgID)
  await desk.send('vera', ['mina'], 'Gladly')
  expect(desk.view().phones[0]?.chat).toMatchObject([
    { text: 'Dinner?', from: 'Mina', isOwn: false },
    { text: 'Gladly', isOwn: true },
  ])
  await expect(desk.tap('vivo', shown.id)).rejects.toMatchObject({ code: 'CRL_LAB' })

  const [request] = desk.requests('vivo')
  expect(request).toMatchObject({ method: 'POST', answer: { status: 200 } })
  desk.setSwitch('vivo', 'sound', false)
  desk.setFault('vivo', 'unavailable')
  expect(desk.view().phones[0]).toMatchObject({ fault: 'unavailable', switches: { sound: false } })
  expect(kit.lab.vivo.faults.list()).toMatchObject([{ name: 'unavailable' }])
  desk.setFault('vivo', undefined)
  expect(kit.lab.vivo.faults.list()).toEqual([])
})

describe('the faults of every vendor', () => {
  const desk = new LabDesk()
  const shared = useSharedKit({ parts: { lab: desk } })
  const receivers = testVendors.map((vendor) => `user-${vendor}`)

  beforeAll(async () => {
    const { kit } = shared
    const client = await kit.logIn(await kit.createUser('mina', 'Mina'))
    const phones = await Promise.all(
      testVendors.map(async (vendor) => {
        const user = await kit.createUser(`user-${vendor}`)
        return { phone: await kit.createPhone({ vendor, user }), userID: user.userID }
      }),
    )
    desk.open({ kit, desktops: [{ client, nickName: 'Mina' }], phones })
    for (const { phone } of phones) await phone.kill()
  })
  afterAll(async () => await desk[Symbol.asyncDispose]())

  const devicesOf = async (sent: readonly ConsoleLabSent[]): Promise<(DeviceStory | undefined)[]> =>
    await Promise.all(sent.map(async ({ msgID }) => (await shared.kit.server.story(msgID))?.devices[0]))

  it('are all there', () => {
    for (const vendor of testVendors)
      for (const fault of consoleLabFaults) {
        desk.setFault(vendor, fault)
        expect(shared.kit.lab[vendor].faults.list()).toHaveLength(1)
      }
  })

  it.each([
    ['refused-certificate', { state: 'pending', reason: 'lane-stopped' }],
    ['refused-payload', { state: 'refused', reason: 'refused-payload' }],
  ] as const)('%s is told by every story, and mended the phones ring again', async (fault, expected) => {
    for (const vendor of testVendors) desk.setFault(vendor, fault)
    const sent = await desk.send('mina', receivers, fault)
    await expect
      .poll(async () => await devicesOf(sent), { timeout: 30_000 })
      .toMatchObject(sent.map(() => expected))
    for (const vendor of testVendors) desk.setFault(vendor, undefined)
    const body = fault === 'refused-certificate' ? fault : 'mended'
    if (body === 'mended') await desk.send('mina', receivers, body)
    await expect
      .poll(() => desk.view().phones.map((phone) => phone.notifications.at(-1)?.body), { timeout: 30_000 })
      .toEqual(sent.map(() => body))
  })
})
