import { expect, it } from 'vitest'
import { startLab } from './lab.ts'
import { BareDevice } from './testing/devices.ts'
import type { FirebaseResult, FirebaseTask } from './testing/oracles/firebase-admin.ts'
import type { XiaomiResult, XiaomiTask } from './testing/oracles/push-xiaomi.ts'
import { askOracle } from './testing/oracles/run.ts'

// Clients nobody here wrote, unchanged: they dial the vendors' real host names.

it('firebase-admin sends over HTTP/2 and HTTP/1.1 and reads every answer', async () => {
  await using lab = await startLab({ vendors: ['fcm'] })
  const { fcm } = lab
  const project = fcm.createProject()
  const account = await project.createServiceAccount()
  const device = new BareDevice()
  const register = (senderID: string) => fcm.register(device, { senderID, packageName: 'com.example' })
  const valid = register(project.senderID)
  const gone = register(project.senderID)
  fcm.unregister(gone)
  const foreign = register('123456789012')
  const messages = [valid, gone, foreign, 'malformed'].map((token) => ({
    token,
    notification: { title: 'Lin', body: 'See you at 6?' },
    data: { cid: 'room_81' },
    android: {
      priority: 'high' as const,
      ttl: 3_600_000,
      notification: { tag: 'm_1', notificationCount: 7 },
    },
  }))
  const task: FirebaseTask = {
    serviceAccount: { ...account.key },
    batches: [
      { by: 'send', messages },
      { by: 'sendEach', messages },
      { by: 'sendEach over HTTP/1.1', messages },
    ],
  }
  const hosts = Object.fromEntries(fcm.hostNames.map((host) => [host, fcm.port]))
  const results = (await askOracle('firebase-admin', { hosts, ca: lab.ca, task })) as FirebaseResult
  const expected = [
    expect.stringMatching(new RegExp(`^projects/${project.projectID}/messages/0:`)),
    'messaging/registration-token-not-registered',
    'messaging/mismatched-credential',
    'messaging/invalid-argument',
  ]
  expect(results).toEqual([expected, expected, expected])
  expect(device.pushes).toHaveLength(3)
  expect(device.pushes[0]).toMatchObject({
    priority: 'high',
    ttlSeconds: 3_600,
    notification: { title: 'Lin', tag: 'm_1', notificationCount: 7 },
  })
  const sends = fcm.requests.filter(({ kind }) => kind === 'send')
  expect(sends.map(({ httpVersion }) => httpVersion)).toEqual([
    ...Array.from({ length: 4 }, () => '1.1'),
    ...Array.from({ length: 4 }, () => '2'),
    ...Array.from({ length: 4 }, () => '1.1'),
  ])
  expect(fcm.requests.find(({ kind }) => kind === 'token')?.answer?.status).toBe(200)
})

it('push-xiaomi sends and counts what failed', async () => {
  await using lab = await startLab({ vendors: ['xiaomi'] })
  const { xiaomi } = lab
  const app = xiaomi.createApp({ packageName: 'com.example.chat' })
  const { appID, appKey, packageName } = app
  const device = new BareDevice()
  const regID = xiaomi.register(device, { appID, appKey, packageName, installationID: '1' })
  const push = (list: string[]) =>
    askOracle<XiaomiTask>('push-xiaomi', {
      hosts: Object.fromEntries(xiaomi.hostNames.map((host) => [host, xiaomi.port])),
      ca: lab.ca,
      task: {
        appSecret: app.appSecret,
        appPkgName: packageName,
        push: { title: 'Lin', content: 'See you at 6?', payload: '{"conv":"c2c_lin"}', list },
      },
    }) as Promise<XiaomiResult>

  // It knows no channels, and its notify_id has 13 digits.
  expect((await push([regID])).answers).toMatchObject([{ code: 10017 }])
  xiaomi.settings.strictNotifyID = false
  expect((await push([regID])).answers).toMatchObject([{ code: 27001 }])
  xiaomi.settings.channelRequired = false
  expect(await push([regID, 'dead'])).toMatchObject({ success_total: 1, fail_total: 1 })
  expect(device.pushes).toMatchObject([
    { title: 'Lin', description: 'See you at 6?', payload: '{"conv":"c2c_lin"}', extra: {} },
  ])
  expect(await push(['dead'])).toMatchObject({ success_total: 0, fail_total: 1 })
})
