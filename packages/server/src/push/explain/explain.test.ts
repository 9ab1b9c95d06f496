import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { parseFields } from '../../tenants/certificate-fields.ts'
import { sentAtMs, testSettings } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { bindToken } from '../tokens.ts'
import { explainPush, type ExplainRequest } from './explain.ts'
import { accessTokenStandIn, shownRequest } from './shown-request.ts'

const token = 'token-of-bobs-phone-0123456789'

describe('a request as people may see it', () => {
  const request = {
    method: 'POST' as const,
    url: `https://push.example/3/device/${token}?to=${encodeURIComponent('a b/token+1')}`,
    headers: { authorization: 'key=secret', 'auth-token': 'abc', 'content-type': 'application/json' },
    body: `{"to":"${token}"}`,
  }

  it('shortens tokens wherever they stand, and tells no credential', () => {
    expect(shownRequest(request, [token, 'a b/token+1'])).toEqual({
      method: 'POST',
      url: 'https://push.example/3/device/token-…6789?to=%E2%80%A6',
      headers: {
        authorization: 'key=<credential>',
        'auth-token': '<credential>',
        'content-type': 'application/json',
      },
      body: '{"to":"token-…6789"}',
    })
  })

  it.each([
    [`Bearer ${accessTokenStandIn}`, `Bearer ${accessTokenStandIn}`],
    ['Bearer eyJhbGciOi', 'Bearer <credential>'],
    ['eyJhbGciOi', '<credential>'],
  ])('shows %s as %s', (authorization, shown) => {
    expect(shownRequest({ ...request, headers: { authorization } }, []).headers).toEqual({
      authorization: shown,
    })
  })
})

describe('an explanation', () => {
  let store: TestStore
  let certificateID: number

  beforeAll(async () => {
    store = await openTestStore()
    await seed.app(store)
    certificateID = await seed.certificate(store, 'xiaomi')
    await seed.device(store, { deviceID: 'phone', deviceName: 'Xiaomi 14', lastSeenAtMs: sentAtMs })
    await seed.device(store, { deviceID: 'old', loginState: 'kicked', lastSeenAtMs: sentAtMs })
    await bindToken(store, {
      sdkAppID: 1,
      deviceID: 'phone',
      userID: 'bob',
      certificateID,
      token,
      nowMs: sentAtMs,
    })
  })
  afterAll(async () => await store.close())

  const explain = async (change: Partial<ExplainRequest> = {}) =>
    await explainPush(
      {
        db: store,
        tenants: {
          app: async (sdkAppID) =>
            await Promise.resolve(
              sdkAppID === 1 ? { sdkAppID, name: 'test', settings: testSettings } : undefined,
            ),
          certificate: async () =>
            await Promise.resolve({
              certificateID,
              sdkAppID: 1,
              vendor: 'xiaomi' as const,
              name: 'test',
              revision: 1,
              certificate: parseFields('xiaomi', { packageName: 'com.example', appSecret: 'very-secret' }),
            }),
        },
        groupFacts: async (_, groupID) =>
          await Promise.resolve({ groupID, name: 'Choir', isLiveOnly: false }),
        connectionsOf: () => [],
        nowMs: sentAtMs + 1_000,
      },
      {
        sdkAppID: 1,
        sender: { userID: 'ann', nickName: 'Ann' },
        address: { receiver: 'bob' },
        content: { elements: [{ type: 'text', text: 'Lunch?' }] },
        ...change,
      },
    )

  it('tells each device’s decision, and the request its vendor would get', async () => {
    const explained = await explain()
    expect(explained).toMatchObject([
      { userID: 'bob', deviceID: 'old', decision: 'suppress', reason: 'kicked' },
      {
        userID: 'bob',
        deviceID: 'phone',
        deviceName: 'Xiaomi 14',
        decision: 'push',
        reason: 'device-offline',
        vendor: 'xiaomi',
        certificateID,
        notification: { title: 'Ann', body: 'Lunch?' },
        request: { method: 'POST', headers: { authorization: 'key=<credential>' } },
      },
    ])
    const text = JSON.stringify(explained)
    expect(text).not.toContain(token)
    expect(text).not.toContain('very-secret')
  })

  it('is of a group message too', async () => {
    const explained = await explain({ address: { groupID: 'g' }, members: ['bob', 'eve'] })
    expect(explained?.map(({ userID, deviceID, reason }) => `${userID} ${deviceID} ${reason}`)).toEqual([
      'bob old kicked',
      'bob phone device-offline',
      'eve  no-device',
    ])
    expect(explained?.[1]?.notification).toMatchObject({ title: 'Choir', body: 'Ann: Lunch?' })
  })

  it('says what the channel would refuse', async () => {
    const ext = 'e'.repeat(8_000)
    const explained = await explain({
      content: { elements: [{ type: 'text', text: 'x' }], offlinePushInfo: { ext } },
    })
    expect(explained?.[1]).toMatchObject({
      decision: 'push',
      refusal: { kind: 'refused', cause: 'payload' },
    })
  })

  it('there is none of an app that does not exist', async () => {
    expect(await explain({ sdkAppID: 2 })).toBeUndefined()
  })

  it('leaves no trace', async () => {
    await explain()
    const rows = await store.query({
      name: 'test.traces',
      text: 'select 1 from journal union all select 1 from outbox',
    })
    expect(rows).toEqual([])
  })
})
