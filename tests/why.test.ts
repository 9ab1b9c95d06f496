import { reasons, type ReasonCode } from '@carillon/protocol'
import { createTencentImSDK, LogLevelEnum, memoryStorage } from '@carillon/client'
import { waitUntil, type DesktopClient, type Testkit } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { why } from './support/carillon.ts'
import { sleepingPhone } from './support/phones.ts'
import { useSharedKit } from './support/use-kit.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Added to the server's clock. */
let aheadMs = 0

const clock = {
  now: () => Date.now() + aheadMs,
  after(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

const shared = useSharedKit({ parts: { clock } })
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

/** Asserts what `carillon why` says about the only, or the named, device of a message. */
const expectReason = async (
  msgID: string | undefined,
  expected: { state: string; reason: ReasonCode; deviceID?: string },
  words: readonly string[] = [],
): Promise<void> => {
  const { story, table } = await why(kit.config, msgID ?? '')
  const { deviceID, ...rest } = expected
  const device =
    deviceID === undefined
      ? story.devices[0]
      : story.devices.find((candidate) => candidate.deviceID === deviceID)
  expect(device).toMatchObject(rest)
  const { meaning } = reasons[expected.reason]
  expect(table).toContain(meaning)
  for (const word of words) expect(JSON.stringify(story)).toContain(word)
}

describe('carillon why, when no notification came', () => {
  it('push-disabled: the sender asked for none', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-disabled')
    const { msgID } = await sender.sendText(user.userID, 'hush', { offlinePushInfo: { disablePush: true } })
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'push-disabled' })
    expect(phone.notifications).toEqual([])
  })

  it('online-only: for those who are there', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-online-only')
    const { msgID } = await sender.sendText(user.userID, 'psst', { onlineUserOnly: true })
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'online-only' })
    expect(phone.notifications).toEqual([])
  })

  it('custom-without-desc: nothing says what to show', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-custom')
    const silent = await sender.sendCustom(user.userID, { data: '{"op":"poke"}' })
    await kit.finishedStory(silent.msgID ?? '')
    await expectReason(silent.msgID, { state: 'suppressed', reason: 'custom-without-desc' })
    const spoken = await sender.sendCustom(user.userID, { data: '{"op":"poke"}', desc: 'Ann poked you' })
    expect(await phone.waitForNotification()).toMatchObject({ title: 'Ann', body: 'Ann poked you' })
    await kit.finishedStory(spoken.msgID ?? '')
    expect(phone.notifications).toHaveLength(1)
  })

  it('no-device: the account was only imported', async () => {
    const user = await kit.createUser('why-imported')
    const { msgID } = await sender.sendText(user.userID, 'anyone?')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'no-device' })
  })

  it('logged-out: nothing reaches the device after logout', async () => {
    const user = await kit.createUser('why-logged-out')
    const phone = await kit.createPhone({ vendor: 'fcm', user })
    await phone.logOut()
    await phone.kill()
    const { msgID } = await sender.sendText(user.userID, 'still there?')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'logged-out' })
    expect(phone.notifications).toEqual([])
  })

  it('kicked: the newer phone gets it, the older one does not', async () => {
    const user = await kit.createUser('why-kicked')
    const older = await kit.createPhone({ vendor: 'fcm', user, name: 'older' })
    const newer = await kit.createPhone({ vendor: 'xiaomi', user, name: 'newer' })
    await Promise.all([older.kill(), newer.kill()])
    const { msgID } = await sender.sendText(user.userID, 'which one?')
    await newer.waitForNotification()
    const story = await kit.finishedStory(msgID ?? '')
    expect(
      story.devices
        .map((device) => [device.deviceName, device.reason])
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['newer', 'vendor-accepted'],
      ['older', 'kicked'],
    ])
    const olderID = story.devices.find((device) => device.deviceName === 'older')?.deviceID ?? ''
    await expectReason(msgID, { state: 'suppressed', reason: 'kicked', deviceID: olderID })
    expect(older.notifications).toEqual([])
  })

  it('other-user: someone else logged in on the phone since', async () => {
    const [first, second] = [await kit.createUser('why-first'), await kit.createUser('why-second')]
    // One installation: what it stored stays. The first user never logged out.
    const storage = memoryStorage()
    for (const { userID, userSig } of [first, second]) {
      const { v2TIMManager } = createTencentImSDK({ server: kit.url, platform: 'android', storage })
      await v2TIMManager.initSDK(kit.sdkAppID, LogLevelEnum.V2TIM_LOG_NONE)
      expect(await v2TIMManager.login(userID, userSig)).toMatchObject({ code: 0 })
      const push = v2TIMManager.getOfflinePushManager()
      expect(await push.setOfflinePushConfig(kit.certificateID('fcm'), 'their-token')).toMatchObject({
        code: 0,
      })
      await v2TIMManager.unInitSDK()
    }
    const { msgID } = await sender.sendText(first.userID, 'for the first one only')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'other-user' })
  })

  it('not-pushable-platform: a computer that is not connected', async () => {
    const user = await kit.createUser('why-desktop')
    const desktop = await kit.logIn(user, 'web')
    await desktop[Symbol.asyncDispose]()
    const { msgID } = await sender.sendText(user.userID, 'at your desk?')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'not-pushable-platform' })
  })

  it('offline-too-long: not seen for more than seven days', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-long-gone')
    aheadMs += 8 * DAY_MS
    try {
      const { msgID } = await sender.sendText(user.userID, 'long time no see')
      await kit.finishedStory(msgID ?? '')
      await expectReason(msgID, { state: 'suppressed', reason: 'offline-too-long' })
      expect(phone.notifications).toEqual([])
    } finally {
      aheadMs -= 8 * DAY_MS
    }
  })

  it('no-token: the app took its token back', async () => {
    const user = await kit.createUser('why-no-token')
    const phone = await kit.createPhone({ vendor: 'fcm', user })
    const cleared = await phone.app.running.plugin.clearToken()
    expect(cleared).toMatchObject({ code: 0 })
    await phone.kill()
    const { msgID } = await sender.sendText(user.userID, 'no address')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'no-token' })
  })

  it('token-moved: the same token was reported for another user', async () => {
    const [first, second] = [await kit.createUser('why-moved-1'), await kit.createUser('why-moved-2')]
    const certificateID = kit.certificateID('fcm')
    for (const user of [first, second]) {
      const client = await kit.logIn(user, 'android')
      const push = client.sdk.v2TIMManager.getOfflinePushManager()
      expect(await push.setOfflinePushConfig(certificateID, 'one-token-for-two')).toMatchObject({ code: 0 })
      await client[Symbol.asyncDispose]()
    }
    const { msgID } = await sender.sendText(first.userID, 'whose token?')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'token-moved' })
  })

  it('token-dead: first in the vendor’s words, then known', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-dead')
    await phone.device.uninstall()
    const first = await sender.sendText(user.userID, 'uninstalled?')
    await kit.finishedStory(first.msgID ?? '')
    await expectReason(first.msgID, { state: 'refused', reason: 'token-dead-by-vendor' }, ['UNREGISTERED'])
    const second = await sender.sendText(user.userID, 'really?')
    await kit.finishedStory(second.msgID ?? '')
    await expectReason(second.msgID, { state: 'suppressed', reason: 'token-dead' })
  })

  it('refused-payload: the vendor does not take it as it is', async () => {
    const { user } = await sleepingPhone(kit, 'fcm', 'why-payload')
    kit.lab.fcm.faults.set('refuse', { code: 'INVALID_ARGUMENT', times: 1 })
    const { msgID } = await sender.sendText(user.userID, 'odd')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'refused', reason: 'refused-payload' }, ['INVALID_ARGUMENT'])
  })

  it('certificate-missing: it was deleted after the token was reported', async () => {
    const user = await kit.createUser('why-certificate')
    const phone = await kit.createPhone({ vendor: 'fcm', user })
    const certificateID = await kit.admin(async (admin) => {
      const account = await kit.lab.fcm.createProject().createServiceAccount()
      const added = await admin.addCertificate({
        sdkAppID: kit.sdkAppID,
        vendor: 'fcm',
        name: 'to be deleted',
        fields: { serviceAccountJson: account.json, baseURL: kit.lab.fcm.url },
      })
      return added.certificateID
    })
    const token = await phone.app.running.plugin.getDevicePushToken()
    const push = phone.app.running.sdk.v2TIMManager.getOfflinePushManager()
    expect(await push.setOfflinePushConfig(certificateID, token)).toMatchObject({ code: 0 })
    await phone.kill()
    await kit.admin(async (admin) => await admin.deleteCertificate(certificateID))
    const { msgID } = await sender.sendText(user.userID, 'no certificate')
    await kit.finishedStory(msgID ?? '')
    await expectReason(msgID, { state: 'suppressed', reason: 'certificate-missing' })
  })

  it('lane-stopped: the vendor refuses the certificate; mending it lets the push go', async () => {
    const { user, phone } = await sleepingPhone(kit, 'fcm', 'why-lane')
    kit.lab.fcm.faults.set('refuse', { code: 'SERVICE_DISABLED' })
    const { msgID = '' } = await sender.sendText(user.userID, 'when it is mended')
    await waitUntil('the lane to stop', async () => {
      const story = await kit.story(msgID)
      return story.devices[0]?.reason === 'lane-stopped'
    })
    await expectReason(msgID, { state: 'pending', reason: 'lane-stopped' }, ['API has not been used'])
    kit.lab.fcm.faults.clear()
    await kit.admin(async (admin) => {
      await admin.updateCertificate(kit.certificateID('fcm'), { name: 'mended' })
    })
    expect(await phone.waitForNotification()).toMatchObject({ body: 'when it is mended' })
    await kit.finishedStory(msgID)
    expect(phone.notifications).toHaveLength(1)
  })
})
