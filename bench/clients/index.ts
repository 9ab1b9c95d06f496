import { openApns2 } from './apns2.ts'
import { openBare } from './bare.ts'
import { openCarillon, type Road } from './carillon.ts'
import { openSend, openSendEach } from './firebase-admin.ts'
import { openNodeApn } from './node-apn.ts'
import { openRawTLS } from './raw-tls.ts'
import type { OpenClient } from './types.ts'

/** A client as benches name it. */
export interface ClientEntry {
  road: Road
  what: 'ours' | 'bare' | 'npm' | 'floor'
  title: string
  open: OpenClient
  /** Pushes given to one call of `send`; 1 unless the client has a batch form. */
  pushesPerCall?: number
}

/** The clients that are held against one another. */
export const clients = {
  'carillon-fcm': { road: 'fcm', what: 'ours', title: 'Carillon, FCM road', open: openCarillon('fcm') },
  'bare-fcm': { road: 'fcm', what: 'bare', title: 'bare node:http2, FCM', open: openBare('fcm') },
  'send-each': {
    road: 'fcm',
    what: 'npm',
    title: 'firebase-admin sendEach',
    open: openSendEach,
    // The most Google allows.
    pushesPerCall: 500,
  },
  send: { road: 'fcm', what: 'npm', title: 'firebase-admin send', open: openSend },
  'carillon-apns': { road: 'apns', what: 'ours', title: 'Carillon, APNs road', open: openCarillon('apns') },
  'bare-apns': { road: 'apns', what: 'bare', title: 'bare node:http2, APNs', open: openBare('apns') },
  'node-apn': { road: 'apns', what: 'npm', title: '@parse/node-apn', open: openNodeApn },
  apns2: { road: 'apns', what: 'npm', title: 'apns2', open: openApns2 },
  'carillon-fcm-node': {
    road: 'fcm',
    what: 'ours',
    title: "Carillon, FCM road, http2Client 'node'",
    open: openCarillon('fcm', 'node'),
  },
  'raw-tls-fcm': { road: 'fcm', what: 'floor', title: 'raw TLS, FCM', open: openRawTLS('fcm') },
  'raw-tls-apns': { road: 'apns', what: 'floor', title: 'raw TLS, APNs', open: openRawTLS('apns') },
} as const satisfies Record<string, ClientEntry>

/** A client's name on the command line and in JSON. */
export type ClientName = keyof typeof clients

const clientNames = Object.keys(clients) as ClientName[]

/** @throws RangeError for names of no client */
export const parseClientNames = (text: string | undefined): ClientName[] => {
  if (text === undefined) return clientNames
  return text.split(',').map((name) => {
    if (!Object.hasOwn(clients, name))
      throw new RangeError(`there is no client "${name}"; there are ${clientNames.join(', ')}`)
    return name as ClientName
  })
}

export const entryOf = (name: ClientName): ClientEntry => clients[name]
