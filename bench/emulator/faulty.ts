// The process of the faults bench that stands for FCM, APNs and the phones.
import { startLab, type DeliveredPush, type Faults } from '@carillon/lab'

import { apnsHost, fcmHosts, type Target } from '../target.ts'

/** Asks for what the phones got since it was asked last, and starts the faults anew. */
export interface PhonesReport {
  /** How often each push came, and in how many places on the screen it stands. */
  received: Readonly<Record<string, { times: number; places: number }>>
  /** Faults that fired. */
  fired: Readonly<Record<string, number>>
}

const lab = await startLab({ vendors: ['fcm', 'apns'], requestLogSize: 0 })
lab.fcm.settings.quotasEnforced = false

let received = new Map<string, { times: number; keys: Set<string>; keyless: number }>()
const device = {
  deviceID: 'bench',
  online: true,
  notificationsAllowed: true,
  receive: (push: DeliveredPush) => {
    const { id, key } = identityOf(push)
    const entry = received.get(id) ?? { times: 0, keys: new Set(), keyless: 0 }
    entry.times += 1
    if (key === undefined) entry.keyless += 1
    else entry.keys.add(key)
    received.set(id, entry)
    return 'delivered' as const
  },
}

/** Which push it is, and what it replaces on the screen by. */
const identityOf = (push: DeliveredPush): { id: string; key?: string | undefined } => {
  if (push.vendor === 'fcm') return { id: push.data['msgID'] ?? '', key: push.notification?.tag }
  if (push.vendor === 'apns') return { id: String(push.payload['msgID']), key: push.collapseID }
  throw new TypeError(`no phone of this bench has ${push.vendor}`)
}

const project = lab.fcm.createProject()
const account = await project.createServiceAccount()
const packageName = 'com.example.chat'
const app = lab.apns.createApp({ bundleID: packageName })
const key = app.createKey()

const setFaults = (faults: Faults): void => {
  faults.clear()
  // Processed and answered, then GOAWAY: requests that are on their way meet a connection that takes no more.
  faults.set('goaway', { when: ({ id }) => id % 1_000 === 0 })
  // Processed, then the connection is cut with every answer that was on its way.
  faults.set('cut', { when: ({ id }) => id % 1_000 === 500 })
  faults.set('unavailable', { probability: 0.2 })
  // 5% of all: of the 80% that are left.
  faults.set('too-many-requests', { probability: 0.05 / 0.8, retryAfterSeconds: 1 })
}

const report = (): PhonesReport => {
  const fired: Record<string, number> = {}
  for (const { faults } of [lab.fcm, lab.apns])
    for (const { name, fired: count } of faults.list()) fired[name] = (fired[name] ?? 0) + count
  const entries = [...received].map(([id, { times, keys, keyless }]) => [
    id,
    { times, places: keys.size + keyless },
  ])
  return { received: Object.fromEntries(entries) as PhonesReport['received'], fired }
}

process.on('message', () => {
  process.send?.(report())
  received = new Map()
  setFaults(lab.fcm.faults)
  setFaults(lab.apns.faults)
})
process.on('disconnect', () => process.exit())
process.send?.({
  ca: lab.ca,
  hosts: {
    ...Object.fromEntries(fcmHosts.map((host) => [host, lab.fcm.port])),
    [apnsHost]: lab.apns.port,
  },
  fcm: {
    serviceAccount: { ...account.key, token_uri: 'https://oauth2.googleapis.com/token' },
    tokens: Array.from({ length: 100 }, (_, number) =>
      lab.fcm.register({ ...device, deviceID: `fcm-${number}` }, { senderID: project.senderID, packageName }),
    ),
  },
  apns: {
    p8: key.p8,
    keyID: key.keyID,
    teamID: key.teamID,
    bundleID: app.bundleID,
    tokens: Array.from({ length: 100 }, (_, number) =>
      lab.apns.register({ ...device, deviceID: `apns-${number}` }, { bundleID: app.bundleID }),
    ),
  },
} satisfies Target)
