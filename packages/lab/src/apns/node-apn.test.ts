import { expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import { BareDevice } from '../testing/devices.ts'
import type { NodeApnResult, NodeApnTask } from '../testing/oracles/node-apn.ts'
import { askOracle } from '../testing/oracles/run.ts'

it('@parse/node-apn sends with a key and with a certificate and reads every answer', async () => {
  await using lab = await startLab({ vendors: ['apns'] })
  const { apns } = lab
  const app = apns.createApp({ bundleID: 'im.carillon.demo' })
  const key = app.createKey()
  const own = app.createCertificate()
  const device = new BareDevice()
  const valid = apns.register(device, { bundleID: app.bundleID })
  const gone = apns.register(new BareDevice(), { bundleID: app.bundleID })
  apns.unregister(gone)
  const foreign = 'ff'.repeat(32)
  const task: NodeApnTask = {
    credentials: [
      { token: { key: key.p8, keyId: key.keyID, teamId: key.teamID } },
      { cert: own.certificate, key: own.key },
    ],
    notification: {
      alert: { title: 'Lin', body: 'See you at 6?' },
      topic: app.bundleID,
      badge: 7,
      collapseId: 'm_1',
      payload: { ext: '{"v":1}' },
    },
    deviceTokens: [valid, gone, foreign],
  }
  const hosts = { 'api.push.apple.com': apns.port }
  const results = (await askOracle('node-apn', { hosts, ca: lab.ca, task })) as NodeApnResult
  expect(results).toHaveLength(2)
  for (const { sent, failed } of results) {
    expect(sent).toMatchObject([{ device: valid }])
    expect(failed).toMatchObject([
      {
        device: gone,
        status: 410,
        response: { reason: 'Unregistered', timestamp: expect.any(Number) as number },
      },
      { device: foreign, status: 400, response: { reason: 'BadDeviceToken' } },
    ])
  }
  expect(device.pushes).toHaveLength(2)
  expect(device.pushes[0]).toMatchObject({
    collapseID: 'm_1',
    payload: { aps: { alert: { title: 'Lin', body: 'See you at 6?' }, badge: 7 }, ext: '{"v":1}' },
  })
  const authorized = apns.requests.map(({ headers }) => headers['authorization'] !== undefined)
  expect(authorized).toEqual([true, true, true, false, false, false])
})
