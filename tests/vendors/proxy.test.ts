import { createVendorClient, type VendorClient } from '@carillon/channels'
import { startLab, type Lab, type LabDoor, type Phone, type PhoneMaker } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { certificateOf, noonMs, pushRequest } from './world.ts'

// Certificates as an app's owner has them: the channels speak to the vendors' real addresses, and only a
// proxy leads them to the lab.

const packageName = 'com.example.chat'
const googleTokenURL = 'https://oauth2.googleapis.com/token'

let lab: Lab
let proxy: LabDoor
let client: VendorClient

beforeAll(async () => {
  lab = await startLab({ now: () => noonMs })
  proxy = await lab.openProxy()
  client = createVendorClient({
    proxyURL: `http://127.0.0.1:${proxy.port}`,
    extraCertificateAuthorities: [lab.ca],
    now: () => noonMs,
  })
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})

interface Setup {
  fields: Record<string, unknown>
  phone: Phone
  token: string | undefined
}

const phoneOf = (maker: PhoneMaker, further: object = {}): Phone => {
  const phone = lab.createPhone({ maker, switches: { notificationsAllowed: true } })
  phone.install({ packageName, app: { launch: () => ({}) }, ...further })
  return phone
}

const setups: Readonly<Record<VendorId, () => Promise<Setup>>> = {
  async fcm() {
    const project = lab.fcm.createProject()
    const { key } = await project.createServiceAccount()
    const phone = phoneOf('google', { firebase: { senderID: project.senderID } })
    const serviceAccountJson = JSON.stringify({ ...key, token_uri: googleTokenURL })
    return {
      fields: { serviceAccountJson, packageName },
      phone,
      token: await phone.pushServices.fcm?.getToken(),
    }
  },
  async apns() {
    const { keyID, teamID, p8 } = lab.apns.createApp({ bundleID: packageName }).createKey()
    const phone = phoneOf('apple')
    return {
      fields: { bundleID: packageName, p8, keyID, teamID, environment: 'production' },
      phone,
      token: await phone.pushServices.apns?.getToken(),
    }
  },
  async huawei() {
    const { appID, clientSecret } = lab.huawei.createApp({ packageName })
    const phone = phoneOf('huawei', { huawei: { appID } })
    return { fields: { appID, clientSecret }, phone, token: await phone.pushServices.huawei?.getToken() }
  },
  async honor() {
    const { appID, clientID, clientSecret } = lab.honor.createApp({ packageName })
    const phone = phoneOf('honor', { honor: { appID } })
    const token = await phone.pushServices.honor?.getToken()
    return { fields: { appID, clientID, clientSecret }, phone, token }
  },
  async xiaomi() {
    const { appID, appKey, appSecret } = lab.xiaomi.createApp({ packageName, channels: ['101556'] })
    const phone = phoneOf('xiaomi')
    return {
      fields: { packageName, appSecret, channelID: '101556', channelClass: 'private' },
      phone,
      token: await phone.pushServices.xiaomi?.register(appID, appKey),
    }
  },
  async oppo() {
    const { appKey, appSecret, masterSecret } = lab.oppo.createApp({ packageName })
    const phone = phoneOf('oppo')
    // As the phone's owner does after an installation.
    phone.setSwitches({ notificationsAllowed: true })
    return {
      fields: { appKey, masterSecret },
      phone,
      token: await phone.pushServices.oppo?.register(appKey, appSecret),
    }
  },
  async vivo() {
    const { appID, appKey, appSecret } = lab.vivo.createApp({ packageName })
    const phone = phoneOf('vivo', { vivo: { appID: String(appID), appKey } })
    return {
      fields: { appID: String(appID), appKey, appSecret },
      phone,
      token: await phone.pushServices.vivo?.turnOnPush(),
    }
  },
  async meizu() {
    const { appID, appKey, appSecret } = lab.meizu.createApp({ packageName })
    const phone = phoneOf('meizu')
    return {
      fields: { appID, appSecret, packageName },
      phone,
      token: await phone.pushServices.meizu?.register(appID, appKey),
    }
  },
}

it.each(Object.keys(setups) as VendorId[])('%s is reached by its real address', async (vendor) => {
  const { fields, phone, token = '' } = await setups[vendor]()
  const outcomes = await client.send(vendor, pushRequest(certificateOf(vendor, fields), [token]))
  expect(outcomes).toMatchObject([{ kind: 'accepted' }])
  expect(phone.notifications).toMatchObject([{ title: 'Lin', body: 'See you at 6?' }])
})
