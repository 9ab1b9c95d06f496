import { expect, it } from 'vitest'

import { configFrom } from './config/index.ts'
import { defaultLaneOptions } from './push/lanes/types.ts'
import { pushOptionsOf } from './start-push.ts'
import { vendorClientOptions } from './vendor-client.ts'

it('the client to the vendors is made as the configuration says', async () => {
  expect(await vendorClientOptions(configFrom({}))).toEqual({ http2Client: 'own' })
  const proxyURL = 'http://proxy.example:3128'
  expect(await vendorClientOptions(configFrom({ push: { http2Client: 'node', proxyURL } }))).toEqual({
    http2Client: 'node',
    proxyURL,
  })
  expect(() => configFrom({ push: { http2Client: 'curl' as 'own' } })).toThrow(/push\.http2Client/)
  const file = '/nowhere/authorities.pem'
  await expect(
    vendorClientOptions(configFrom({ push: { extraCertificateAuthoritiesFile: file } })),
  ).rejects.toMatchObject({ code: 'CRL_CONFIG' })
})

it('lanes have their times and doubts from the configuration, by default their own', () => {
  expect({ ...defaultLaneOptions, ...pushOptionsOf(configFrom({})).lanes }).toEqual(defaultLaneOptions)
  const push = { requestTimeoutMs: 5_000, deathsToDoubt: 50, deathPercentToDoubt: 75, doubtWindowMs: 60_000 }
  expect(pushOptionsOf(configFrom({ push })).lanes).toEqual({
    requestTimeoutMs: 5_000,
    deathsToDoubt: 50,
    deathShareToDoubt: 0.75,
    doubtWindowMs: 60_000,
  })
  // What a program gives goes before it, and leaves the rest.
  const given = pushOptionsOf(configFrom({ push }), {
    pollMs: 5,
    lanes: { queuedPushes: 3, deathsToDoubt: 7 },
  })
  expect(given).toMatchObject({
    pollMs: 5,
    lanes: { queuedPushes: 3, deathsToDoubt: 7, doubtWindowMs: 60_000 },
  })
})
