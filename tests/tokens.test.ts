import type { Testkit } from '@carillon/testkit'
import { beforeAll, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit({ vendors: ['apns', 'fcm', 'xiaomi'] })
let kit: Testkit

beforeAll(async () => {
  kit = shared.kit
})

it('an iPhone with a VoIP token: calls ring, everything else is a notification', async () => {
  const ann = await kit.logIn(await kit.createUser('ann', 'Ann'))
  const user = await kit.createUser('iphone')
  const phone = await kit.createPhone({ vendor: 'apns', user })
  const { pem = '' } = await kit.freshCredential('apns')
  const voip = await kit.admin(
    async (admin) =>
      await admin.addCertificate({
        sdkAppID: kit.sdkAppID,
        vendor: 'apns',
        name: 'calls',
        fields: {
          bundleID: 'org.carillon.messenger',
          pem,
          environment: 'production',
          voip: true,
          baseURL: kit.lab.apns.url,
        },
      }),
  )
  const { plugin, sdk } = phone.app.running
  const { certificateID } = voip
  const answer = await plugin.init({
    apple_buz_id: kit.certificateID('apns'),
    apple_voip_buz_id: certificateID,
  })
  expect(answer).toMatchObject({ code: 0 })
  await phone.app.running.idle()
  const push = sdk.v2TIMManager.getOfflinePushManager()
  expect(await push.setVOIP(kit.certificateID('apns'), 'a')).toMatchObject({ code: 6017 })
  await phone.kill()

  await ann.sendText(user.userID, 'hello')
  await phone.waitForNotification()
  expect(phone.device.calls).toEqual([])
  const call = await ann.sendText(user.userID, 'Ann calls', { offlinePushInfo: { iOSPushType: 1 } })
  await kit.finishedStory(call.msgID ?? '')
  await phone.device.waitForPush(({ fate }) => fate === 'rang')
  expect(phone.device.calls).toHaveLength(1)
  expect(phone.notifications.map(({ body }) => body)).toEqual(['hello'])

  await phone.launch()
  expect(await phone.app.running.sdk.v2TIMManager.getOfflinePushManager().setVOIP(certificateID, '')).toEqual(
    {
      code: 0,
      desc: 'ok',
    },
  )
  await phone.kill()
  const missed = await ann.sendText(user.userID, 'Ann calls again', { offlinePushInfo: { iOSPushType: 1 } })
  await kit.finishedStory(missed.msgID ?? '')
  await phone.waitForNotification((shown) => shown.body === 'Ann calls again')
  expect(phone.device.calls).toHaveLength(1)
})

it.each(['fcm', 'xiaomi'] as const)(
  'a phone with %s whose app is installed anew: one notification',
  async (vendor) => {
    const sender = await kit.logIn(await kit.createUser(`sender-${vendor}`, 'Ann'))
    const user = await kit.createUser(`anew-${vendor}`)
    const phone = await kit.createPhone({ vendor, user })
    await phone.device.reinstall()
    const lost = await sender.sendText(user.userID, 'to nobody')
    await kit.finishedStory(lost.msgID ?? '')
    expect(phone.notifications).toEqual([])
    await phone.launch()
    await phone.logIn(user)
    await phone.kill()
    const { msgID } = await sender.sendText(user.userID, 'hello again')
    await phone.waitForNotification((shown) => shown.body === 'hello again')
    const ends = (await kit.finishedStory(msgID ?? '')).devices.map((device) => device.reason)
    expect(ends.filter((reason) => reason === 'vendor-accepted')).toHaveLength(1)
    expect(phone.notifications.filter((shown) => shown.body === 'hello again')).toHaveLength(1)
  },
)
