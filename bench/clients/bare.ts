import { once } from 'node:events'
import { connect, type OutgoingHttpHeaders } from 'node:http2'
import { createPrivateKey, sign } from 'node:crypto'

import { apnsHost, type Push, type Target } from '../target.ts'
import type { Road } from './carillon.ts'
import type { OpenClient } from './types.ts'

type RequestOf = (push: Push) => { headers: OutgoingHttpHeaders; body: string }

/**
 * What one would write with nothing but node:http2: one session, the request's headers and JSON, the
 * answer's status and body. No deadlines, no further tries, no reading of errors.
 */
export const openBare =
  (road: Road): OpenClient =>
  (target) => {
    const host = road === 'fcm' ? 'fcm.googleapis.com' : apnsHost
    const session = connect(`https://127.0.0.1:${target.hosts[host]}`, {
      ca: target.ca,
      settings: { enablePush: false },
    })
    session.on('error', () => {})
    const requestOf = road === 'fcm' ? fcmRequests(target) : apnsRequests(target)
    const sendOne = (push: Push): Promise<boolean> =>
      new Promise((resolve) => {
        const { headers, body } = requestOf(push)
        const stream = session.request(headers)
        let status = 0
        let text = ''
        stream.setEncoding('utf8')
        stream.on('response', (answer) => {
          status = answer[':status'] ?? 0
        })
        stream.on('data', (chunk: string) => {
          text += chunk
        })
        stream.on('end', () => resolve(status === 200 && (road === 'apns' || text.includes('"name"'))))
        stream.on('error', () => resolve(false))
        stream.end(body)
      })
    return {
      send: (pushes) => Promise.all(pushes.map(sendOne)),
      [Symbol.asyncDispose]: async () => {
        session.close()
        await once(session, 'close')
      },
    }
  }

const fcmRequests = ({ fcm }: Target): RequestOf => {
  const path = `/v1/projects/${fcm.serviceAccount.project_id}/messages:send`
  return ({ id, token, title, body, ext }) => ({
    headers: {
      ':method': 'POST',
      ':path': path,
      authorization: 'Bearer bench',
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify({
      message: {
        token,
        notification: { title, body },
        data: { ext, msgID: id },
        android: {
          priority: 'HIGH',
          ttl: '86400s',
          notification: { tag: id, sound: 'default', channel_id: 'messages' },
        },
      },
    }),
  })
}

const apnsRequests = ({ apns }: Target): RequestOf => {
  const authorization = `bearer ${providerToken(apns)}`
  return ({ id, token, title, body, ext }) => ({
    headers: {
      ':method': 'POST',
      ':path': `/3/device/${token}`,
      authorization,
      'apns-topic': apns.bundleID,
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-expiration': String(Math.floor(Date.now() / 1000) + 86_400),
      'apns-collapse-id': id,
    },
    body: JSON.stringify({
      aps: { alert: { title, body }, sound: 'default', 'mutable-content': 1 },
      ext,
      msgID: id,
    }),
  })
}

const providerToken = ({ p8, keyID, teamID }: Target['apns']): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'ES256', kid: keyID })}.${part({ iss: teamID, iat: Math.floor(Date.now() / 1000) })}`
  const key = { key: createPrivateKey(p8), dsaEncoding: 'ieee-p1363' as const }
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}
