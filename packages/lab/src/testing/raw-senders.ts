import { createHash, sign } from 'node:crypto'
import { MINUTE, type LabClock } from '../clock.ts'
import type { PushDevice } from '../emulator/device.ts'
import type { Lab, LabVendorId } from '../lab-types.ts'
import type { WireAnswer } from './wire.ts'

/** A request as it goes over the wire. */
export interface WireCall {
  path: string
  headers: Record<string, string>
  body: string
}

/** One vendor's push of one notification to one phone, written by hand after the vendor's documents. */
export interface RawSender {
  token: string
  /** Asks for an access token; absent where requests prove for themselves who sends them. */
  auth?(): WireCall
  /** Takes the access token from the answer to `auth`. */
  authorize?(answer: WireAnswer): void
  /** A new message each time. */
  send(): WireCall
  isAccepted(answer: WireAnswer): boolean
  isDead(answer: WireAnswer): boolean
  isAuthRefused(answer: WireAnswer): boolean
  /** A request that a clock which is two hours wrong refuses; absent where no request is timed. */
  timed?: 'send' | 'auth'
}

const packageName = 'com.example.chat'
const form = 'application/x-www-form-urlencoded'
const json = 'application/json;charset=UTF-8'

const fields = (answer: WireAnswer): Record<string, any> => {
  try {
    return JSON.parse(answer.body) as Record<string, any>
  } catch {
    return {}
  }
}
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const formOf = (values: Record<string, string>): string => new URLSearchParams(values).toString()

/** How each vendor is spoken to, without any client. */
export const rawSenders: {
  readonly [Vendor in LabVendorId]: (lab: Lab, device: PushDevice, clock: LabClock) => Promise<RawSender>
} = {
  async fcm({ fcm }, device, clock) {
    const project = fcm.createProject()
    const { key } = await project.createServiceAccount()
    const token = fcm.register(device, { senderID: project.senderID, packageName })
    let accessToken = ''
    return {
      token,
      auth() {
        const iat = Math.floor(clock.now() / 1_000)
        const claims = {
          iss: key.client_email,
          scope: 'https://www.googleapis.com/auth/firebase.messaging',
          aud: 'https://oauth2.googleapis.com/token',
          iat,
          exp: iat + 3_600,
        }
        const signed = `${base64url({ alg: 'RS256' })}.${base64url(claims)}`
        const assertion = `${signed}.${sign('sha256', Buffer.from(signed), key.private_key).toString('base64url')}`
        return {
          path: '/token',
          headers: { 'content-type': form },
          body: formOf({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
        }
      },
      authorize: (answer) => void (accessToken = fields(answer)['access_token'] as string),
      send: () => ({
        path: `/v1/projects/${project.projectID}/messages:send`,
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': json },
        body: JSON.stringify({ message: { token, notification: { title: 'Ann', body: 'Hi' } } }),
      }),
      isAccepted: (answer) => typeof fields(answer)['name'] === 'string',
      isDead: ({ status, body }) => status === 404 && body.includes('UNREGISTERED'),
      isAuthRefused: ({ status, body }) =>
        status === 401 || (status === 400 && body.includes('invalid_grant')),
      timed: 'auth',
    }
  },
  async apns({ apns }, device, clock) {
    const app = apns.createApp({ bundleID: packageName })
    const { keyID, teamID, p8 } = app.createKey()
    const token = apns.register(device, { bundleID: packageName })
    let jwt = ''
    let signedAtMs = 0
    const providerToken = (): string => {
      // Apple refuses tokens older than an hour, and new ones within 20 minutes on a connection.
      if (clock.now() - signedAtMs < 30 * MINUTE) return jwt
      signedAtMs = clock.now()
      const claims = { iss: teamID, iat: Math.floor(signedAtMs / 1_000) }
      const signed = `${base64url({ alg: 'ES256', kid: keyID })}.${base64url(claims)}`
      const key = { key: p8, dsaEncoding: 'ieee-p1363' } as const
      jwt = `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
      return jwt
    }
    return {
      token,
      send: () => ({
        path: `/3/device/${token}`,
        headers: {
          authorization: `bearer ${providerToken()}`,
          'apns-topic': packageName,
          'apns-push-type': 'alert',
        },
        body: JSON.stringify({ aps: { alert: { title: 'Ann', body: 'Hi' } } }),
      }),
      isAccepted: ({ status, body }) => status === 200 && body === '',
      isDead: ({ status, body }) => status === 410 && body.includes('Unregistered'),
      isAuthRefused: ({ status, body }) => status === 403 && body.includes('ProviderToken'),
      timed: 'send',
    }
  },
  async huawei({ huawei }, device) {
    const { appID, clientSecret } = huawei.createApp({ packageName })
    const token = huawei.register(device, { appID, packageName, installationID: '1' })
    let accessToken = ''
    return {
      token,
      auth: () => ({
        path: '/oauth2/v3/token',
        headers: { 'content-type': form },
        body: formOf({ grant_type: 'client_credentials', client_id: appID, client_secret: clientSecret }),
      }),
      authorize: (answer) => void (accessToken = fields(answer)['access_token'] as string),
      send: () => ({
        path: `/v1/${appID}/messages:send`,
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': json },
        body: JSON.stringify({
          message: {
            token: [token],
            android: {
              category: 'IM',
              notification: { title: 'Ann', body: 'Hi', click_action: { type: 3 } },
            },
          },
        }),
      }),
      isAccepted: (answer) => fields(answer)['code'] === '80000000',
      isDead: (answer) => fields(answer)['code'] === '80300007',
      isAuthRefused: (answer) => fields(answer)['code'] === '80200003',
      timed: 'send',
    }
  },
  async honor({ honor }, device, clock) {
    const { appID, clientID, clientSecret } = honor.createApp({ packageName })
    const token = honor.register(device, { appID, packageName, installationID: '1' })
    let accessToken = ''
    return {
      token,
      auth: () => ({
        path: '/auth/token',
        headers: { 'content-type': form },
        body: formOf({ grant_type: 'client_credentials', client_id: clientID, client_secret: clientSecret }),
      }),
      authorize: (answer) => void (accessToken = fields(answer)['access_token'] as string),
      send: () => ({
        path: `/api/v1/${appID}/sendMessage`,
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': json,
          timestamp: String(clock.now()),
        },
        body: JSON.stringify({
          token: [token],
          android: {
            notification: { title: 'Ann', body: 'Hi', importance: 'NORMAL', clickAction: { type: 3 } },
          },
        }),
      }),
      isAccepted: (answer) => fields(answer)['code'] === 200,
      isDead: (answer) => (fields(answer)['data']?.['expireTokens'] as unknown[] | undefined)?.length === 1,
      isAuthRefused: (answer) => answer.status === 401,
      timed: 'send',
    }
  },
  async xiaomi({ xiaomi }, device) {
    const { appID, appKey, appSecret } = xiaomi.createApp({ packageName, channels: ['101556'] })
    const token = xiaomi.register(device, { appID, appKey, packageName, installationID: '1' })
    return {
      token,
      send: () => ({
        path: '/v3/message/regid',
        headers: { authorization: `key=${appSecret}`, 'content-type': form },
        body: formOf({
          registration_id: token,
          restricted_package_name: packageName,
          title: 'Ann',
          description: 'Hi',
          'extra.channel_id': '101556',
        }),
      }),
      isAccepted: (answer) => fields(answer)['code'] === 0,
      isDead: (answer) => fields(answer)['code'] === 20301,
      isAuthRefused: (answer) => fields(answer)['code'] === 21301,
    }
  },
  async oppo({ oppo }, device, clock) {
    const { appKey, appSecret, masterSecret } = oppo.createApp({ packageName })
    const token = oppo.register(device, { appKey, appSecret, packageName, installationID: '1' })
    let authToken = ''
    return {
      token,
      auth() {
        const timestamp = String(clock.now())
        const signature = createHash('sha256').update(appKey + timestamp + masterSecret)
        return {
          path: '/server/v1/auth',
          headers: { 'content-type': form },
          body: formOf({ app_key: appKey, timestamp, sign: signature.digest('hex') }),
        }
      },
      authorize: (answer) => void (authToken = fields(answer)['data']?.['auth_token'] as string),
      send: () => ({
        path: '/server/v1/message/notification/unicast',
        headers: { 'content-type': form },
        body: formOf({
          auth_token: authToken,
          message: JSON.stringify({
            target_type: 2,
            target_value: token,
            notification: { title: 'Ann', content: 'Hi', category: 'IM' },
          }),
        }),
      }),
      isAccepted: (answer) => fields(answer)['code'] === 0,
      isDead: (answer) => fields(answer)['code'] === 10000,
      isAuthRefused: (answer) => [11, 16, 19].includes(fields(answer)['code'] as number),
      timed: 'auth',
    }
  },
  async vivo({ vivo }, device, clock) {
    const { appID, appKey, appSecret } = vivo.createApp({ packageName })
    const token = vivo.register(device, { appID: String(appID), appKey, packageName, installationID: '1' })
    let authToken = ''
    return {
      token,
      auth() {
        const timestamp = clock.now()
        const signature = md5(`${appID}${appKey}${timestamp}${appSecret}`)
        return {
          path: '/message/auth',
          headers: { 'content-type': json },
          body: JSON.stringify({ appId: appID, appKey, timestamp, sign: signature }),
        }
      },
      authorize: (answer) => void (authToken = fields(answer)['authToken'] as string),
      send: () => ({
        path: '/message/send',
        headers: { 'content-type': json, authtoken: authToken },
        body: JSON.stringify({
          appId: appID,
          regId: token,
          notifyType: 4,
          title: 'Ann',
          content: 'Hi',
          skipType: 1,
          classification: 1,
          category: 'IM',
          requestId: '01J9Z3A6QK8',
        }),
      }),
      isAccepted: (answer) => fields(answer)['result'] === 0,
      isDead: (answer) => fields(answer)['result'] === 10302,
      isAuthRefused: (answer) => [10000, 10206, 10207].includes(fields(answer)['result'] as number),
      timed: 'auth',
    }
  },
  async meizu({ meizu }, device) {
    const { appID, appKey, appSecret } = meizu.createApp({ packageName })
    const token = meizu.register(device, { appID, appKey, packageName, installationID: '1' })
    return {
      token,
      send() {
        const messageJson = JSON.stringify({
          noticeBarInfo: { noticeMsgType: 1, title: 'Ann', content: 'Hi' },
        })
        const signature = md5(`appId=${appID}messageJson=${messageJson}pushIds=${token}${appSecret}`)
        return {
          path: '/garcia/api/server/push/varnished/pushByPushId',
          headers: { 'content-type': form },
          body: formOf({ appId: appID, pushIds: token, messageJson, sign: signature }),
        }
      },
      isAccepted: (answer) =>
        fields(answer)['code'] === '200' && JSON.stringify(fields(answer)['value']) === '{}',
      isDead: (answer) => fields(answer)['value']?.['110002'] !== undefined,
      isAuthRefused: (answer) => fields(answer)['code'] === '1006',
    }
  },
}
