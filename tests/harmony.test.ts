import type { DesktopClient, Testkit } from '@carillon/testkit'
import { beforeAll, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit({ vendors: ['huawei'] })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

it('one user, one certificate, a phone with HMS and one with HarmonyOS NEXT: each by its own API', async () => {
  const user = await kit.createUser('bob')
  const phones = [
    await kit.createPhone({ vendor: 'huawei', user, name: 'Mate 60' }),
    await kit.createPhone({ vendor: 'huawei', user, name: 'Mate 70', harmonyOS: true }),
  ]
  for (const phone of phones) await phone.kill()
  const { msgID = '' } = await sender.sendText(user.userID, 'Are you asleep?', {
    offlinePushInfo: { ext: '{"room":7}' },
  })
  for (const phone of phones)
    expect(await phone.waitForNotification()).toMatchObject({ title: 'Ann', body: 'Are you asleep?' })
  const { devices } = await kit.finishedStory(msgID)
  expect(devices.map(({ state, reason }) => [state, reason])).toEqual([
    ['accepted', 'vendor-accepted'],
    ['accepted', 'vendor-accepted'],
  ])
  const paths = kit.lab.huawei.requests
    .filter(({ kind }) => kind === 'send')
    .map(({ path }) => path.slice(0, 3))
  expect(paths.toSorted((a, b) => a.localeCompare(b))).toEqual(['/v2', '/v3'])
  for (const phone of phones) {
    await phone.tap()
    expect(await phone.app.waitForTap()).toMatchObject({ ext: '{"room":7}' })
  }
})
