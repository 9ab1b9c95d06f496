import { channels, createVendorClient, type PushNotification, type SendRequest } from '@carillon/channels'

import { apnsHost, type Push, type Target } from '../target.ts'
import type { OpenClient, PushClient } from './types.ts'

/** The two vendors with HTTP/2. */
export type Road = 'fcm' | 'apns'

/** A push before any vendor's words. */
export const notificationOf = ({ id, title, body, ext }: Push, deadlineMs: number): PushNotification => ({
  msgID: id,
  title,
  body,
  ext,
  collapseKey: id,
  deadlineMs,
  options: {},
})

/** The target's credential as the channel checks it. */
export const certificateOf = (road: Road, { hosts, fcm, apns }: Target): unknown => {
  const urlOf = (host: string): string => `https://127.0.0.1:${hosts[host]}`
  const result =
    road === 'fcm'
      ? channels.fcm.parseCertificate({
          serviceAccountJson: fcm.serviceAccount,
          channelID: 'messages',
          baseURL: urlOf('fcm.googleapis.com'),
          tokenURL: `${urlOf('oauth2.googleapis.com')}/token`,
        })
      : channels.apns.parseCertificate({
          p8: apns.p8,
          keyID: apns.keyID,
          teamID: apns.teamID,
          bundleID: apns.bundleID,
          baseURL: urlOf(apnsHost),
        })
  if (!result.ok)
    throw new Error(result.problems.map(({ field, message }) => `${field} ${message}`).join('; '))
  return result.certificate
}

/** Carillon's road: the channel's encode, authorization and decode around the transport. */
export const openCarillon =
  (road: Road, http2Client: 'own' | 'node' = 'own'): OpenClient =>
  (target): PushClient => {
    const client = createVendorClient({ extraCertificateAuthorities: [target.ca], http2Client })
    const certificate = certificateOf(road, target)
    const sendOne = async (push: Push): Promise<boolean> => {
      const nowMs = Date.now()
      const request: SendRequest = {
        certificateKey: '1.1',
        certificate,
        notification: notificationOf(push, nowMs + 86_400_000),
        tokens: [push.token],
        requestDeadlineMs: nowMs + 10_000,
      }
      const [outcome] = await client.send(road, request)
      return outcome?.kind === 'accepted'
    }
    return {
      send: (pushes) => Promise.all(pushes.map(sendOne)),
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    }
  }
