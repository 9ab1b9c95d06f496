import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../clock.ts'
import type { FcmDeliveredPush } from '../emulator/device.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { Http2Client, ManualClock } from '../testing/wire.ts'
import { refusalNames } from './errors.ts'
import type { FcmProject, FcmServiceAccount } from './types.ts'

const clock = new ManualClock()
let lab: Lab
let client: Http2Client
let project: FcmProject
let account: FcmServiceAccount
let accessToken: string
let device: BareDevice
let token: string

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['fcm'] })
  client = new Http2Client(lab.fcm.url, lab.ca)
  project = lab.fcm.createProject()
  account = await project.createServiceAccount()
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(() => {
  accessToken = account.createAccessToken()
  device = new BareDevice()
  token = lab.fcm.register(device, { senderID: project.senderID, packageName: 'com.example.chat' })
  lab.fcm.faults.clear()
  lab.fcm.settings.quotasEnforced = true
})

interface Envelope {
  name?: string
  error?: {
    code: number
    message: string
    status: string
    details?: {
      '@type': string
      errorCode?: string
      reason?: string
      fieldViolations?: { field: string }[]
    }[]
  }
}

const post = async (body: unknown, options: { projectID?: string; bearer?: string } = {}) => {
  const answer = await client.request(
    `/v1/projects/${options.projectID ?? project.projectID}/messages:send`,
    { authorization: `Bearer ${options.bearer ?? accessToken}`, 'content-type': 'application/json' },
    typeof body === 'string' ? body : JSON.stringify(body),
  )
  const json = JSON.parse(answer.body) as Envelope
  return {
    status: answer.status,
    headers: answer.headers,
    json,
    errorCode: json.error?.details?.find((detail) => detail.errorCode !== undefined)?.errorCode,
    fields: json.error?.details?.flatMap((detail) => detail.fieldViolations?.map(({ field }) => field) ?? []),
  }
}

const send = (message: Record<string, unknown> = {}) =>
  post({ message: { token, notification: { title: 'Ann', body: 'Hi' }, ...message } })

const only = (): FcmDeliveredPush => {
  expect(device.pushes).toHaveLength(1)
  return device.pushes[0] as FcmDeliveredPush
}

describe('a message', () => {
  it('reaches the phone, snake_case and camelCase alike', async () => {
    const answer = await send({
      data: { cid: 'room_81' },
      android: {
        priority: 'high',
        ttl: '3600.9s',
        collapse_key: 'k',
        notification: {
          channel_id: 'chat',
          clickAction: 'OPEN',
          tag: 't',
          notification_count: 7,
          visibility: 'private',
          vibrate_timings: ['0.1s'],
          light_settings: { color: { red: 1 }, lightOnDuration: '1s', light_off_duration: '1s' },
        },
      },
    })
    expect(answer.status).toBe(200)
    expect(answer.json.name).toMatch(new RegExp(`^projects/${project.projectID}/messages/0:\\d+%[0-9a-f]+$`))
    expect(only()).toEqual({
      vendor: 'fcm',
      token,
      messageID: answer.json.name?.split('/').at(-1),
      sentAtMs: clock.now(),
      from: project.senderID,
      collapseKey: 'k',
      priority: 'high',
      ttlSeconds: 3600,
      data: { cid: 'room_81' },
      notification: {
        title: 'Ann',
        body: 'Hi',
        tag: 't',
        channelID: 'chat',
        clickAction: 'OPEN',
        notificationCount: 7,
        visibility: 'PRIVATE',
      },
    })
  })

  it('takes the android values before the common ones, and nothing from null', async () => {
    await send({
      data: { a: '1' },
      android: { data: { b: '2' }, ttl: null, notification: { title: 'Android' } },
    })
    expect(only()).toMatchObject({
      data: { b: '2' },
      ttlSeconds: 2_419_200,
      notification: { title: 'Android', body: 'Hi' },
    })
  })

  it('is data-only without a notification, and normal by default', async () => {
    expect((await post({ message: { token, data: { a: '1' } } })).status).toBe(200)
    expect(only()).toMatchObject({ priority: 'normal', data: { a: '1' } })
    expect(only().notification).toBeUndefined()
  })

  it('is found by its Firebase installation ID', async () => {
    expect((await post({ message: { fid: token.split(':')[0], data: {} } })).status).toBe(200)
    expect(only().token).toBe(token)
    expect((await post({ message: { fid: 'unknown', data: {} } })).errorCode).toBe('UNREGISTERED')
  })

  it('is only checked with validate_only', async () => {
    const body = { validate_only: true, message: { token, notification: { title: 'x' } } }
    expect(await post(body)).toMatchObject({
      status: 200,
      json: { name: `projects/${project.projectID}/messages/fake_message_id` },
    })
    expect(device.pushes).toEqual([])
    expect((await post({ ...body, message: { token: 'dummy' } })).errorCode).toBe('INVALID_ARGUMENT')
  })

  it('may go to a topic', async () => {
    expect((await post({ message: { topic: 'news', data: {} } })).status).toBe(200)
    expect((await post({ message: { topic: 'a b', data: {} } })).fields).toEqual(['message.topic'])
    expect((await post({ message: { topic: 'news', data: { a: 'x'.repeat(2_048) } } })).status).toBe(400)
  })
})

describe('JSON that does not fit', () => {
  it.each<[unknown, string, RegExp]>([
    ['{', '', /Invalid JSON payload/],
    [{ messages: {} }, '', /Unknown name "messages": Cannot find field/],
    [
      { message: { data: { a: 12 } } },
      'message.data[0].value',
      /Invalid value at 'message\.data\[0\]\.value' \(TYPE_STRING\), 12/,
    ],
    [{ message: { data: { a: '1', b: true } } }, 'message.data[1].value', /true/],
    [{ message: { badge: 1 } }, 'message', /Unknown name "badge" at 'message'/],
    [{ message: { android: { ttl: 60 } } }, 'message.android.ttl', /Duration\), 60/],
    [{ message: { android: { ttl: '60' } } }, 'message.android.ttl', /Duration/],
    [
      { message: { android: { priority: 'urgent' } } },
      'message.android.priority',
      /AndroidMessagePriority\), "urgent"/,
    ],
    [
      { message: { android: { notification: { sticky: 'yes' } } } },
      'message.android.notification.sticky',
      /TYPE_BOOL/,
    ],
    [
      { message: { android: { notification: { notificationCount: 1.5 } } } },
      'message.android.notification.notification_count',
      /TYPE_INT32/,
    ],
    [
      { message: { android: { notification: { event_time: 'now' } } } },
      'message.android.notification.event_time',
      /Timestamp/,
    ],
    [
      { message: { android: { notification: { title_loc_args: 'x' } } } },
      'message.android.notification.title_loc_args',
      /repeated/,
    ],
    [{ message: { notification: 'Hi' } }, 'message.notification', /Invalid value/],
    [{ message: { apns: { payload: 'x' } } }, 'message.apns.payload', /Struct/],
    [{ message: { android: { Collapse_key: 'x' } } }, 'message.android', /Unknown name "Collapse_key"/],
    [{ validate_only: 'true' }, 'validate_only', /TYPE_BOOL/],
  ])('%j → violation of "%s"', async (body, field, words) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(answer.json.error?.status).toBe('INVALID_ARGUMENT')
    expect(answer.json.error?.message).toMatch(words)
    expect(answer.errorCode).toBeUndefined()
    if (field !== '') expect(answer.fields).toEqual([field])
  })

  it('names every violation', async () => {
    const answer = await post({ message: { a: 1, token: 2 } })
    expect(answer.fields).toEqual(['message', 'message.token'])
    expect(answer.json.error?.message.split('\n')).toHaveLength(2)
  })
})

describe('messages that are not allowed', () => {
  it.each<[Record<string, unknown>, string | undefined, RegExp]>([
    [{ token: undefined }, 'message', /Recipient of the message is not set/],
    [{ topic: 'news' }, 'message', /Only one/],
    [{ data: { from: 'x' } }, 'message.data', /from/],
    [{ data: { 'google.x': 'x' } }, 'message.data', /google\.x/],
    [{ data: { message_type: 'x' } }, 'message.data', /message_type/],
    [{ android: { data: { 'gcm.notification.x': 'x' } } }, 'message.android.data', /gcm/],
    [{ android: { ttl: '2419201s' } }, 'message.android.ttl', /TTL/],
    [{ android: { ttl: '-1s' } }, 'message.android.ttl', /TTL/],
    [{ android: { notification: { color: 'red' } } }, 'message.android.notification.color', /RRGGBB/],
    [
      { android: { notification: { notificationCount: -1 } } },
      'message.android.notification.notification_count',
      /positive/,
    ],
    [
      { android: { notification: { bodyLocArgs: ['x'] } } },
      'message.android.notification.body_loc_args',
      /body_loc_key/,
    ],
    [
      { android: { notification: { titleLocArgs: ['x'] } } },
      'message.android.notification.title_loc_args',
      /title_loc_key/,
    ],
    [{ fcmOptions: { analyticsLabel: 'a b' } }, 'message.fcm_options.analytics_label', /label/],
    [
      { android: { restrictedPackageName: 'com.other' } },
      'message.android.restricted_package_name',
      /package/,
    ],
    [{ data: { a: 'é'.repeat(2_048) } }, undefined, /too big/],
    [{ token: 'no-token' }, 'message.token', /registration token is not a valid FCM/],
  ])('%j', async (message, field, words) => {
    const answer = await send(message)
    expect(answer.status).toBe(400)
    expect(answer.errorCode).toBe('INVALID_ARGUMENT')
    expect(answer.json.error?.message).toMatch(words)
    expect(answer.fields).toEqual(field === undefined ? [] : [field])
    expect(device.pushes).toEqual([])
  })

  it('count 4096 bytes of data and notification as the most', async () => {
    const used = 'a'.length + 'title'.length + 'Ann'.length + 'body'.length + 'Hi'.length
    expect((await send({ data: { a: 'x'.repeat(4_096 - used) } })).status).toBe(200)
    expect((await send({ data: { a: 'x'.repeat(4_097 - used) } })).status).toBe(400)
  })
})

describe('credentials', () => {
  it('that are missing or unknown → 401', async () => {
    const answer = await post({}, { bearer: 'ya29.unknown' })
    expect(answer).toMatchObject({ status: 401, json: { error: { status: 'UNAUTHENTICATED' } } })
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="https://accounts.google.com/"')
    expect(answer.errorCode).toBeUndefined()
  })

  it('that have run out → 401', async () => {
    clock.advance(3_598_000)
    expect((await send()).status).toBe(200)
    clock.advance(2_000)
    expect((await send()).status).toBe(401)
  })

  it('of another project, without the role, with the API off, without the scope → 403', async () => {
    const other = lab.fcm.createProject()
    const foreign = await other.createServiceAccount()
    const reason = async (options: { projectID?: string; bearer?: string }) => {
      const { status, json } = await post({ message: { token } }, options)
      return [status, json.error?.details?.[0]?.reason]
    }
    expect(await reason({ bearer: foreign.createAccessToken() })).toEqual([403, 'IAM_PERMISSION_DENIED'])
    foreign.mayCreateMessages = false
    const own = { projectID: other.projectID, bearer: foreign.createAccessToken() }
    expect(await reason(own)).toEqual([403, 'IAM_PERMISSION_DENIED'])
    foreign.mayCreateMessages = true
    other.apiEnabled = false
    expect(await reason(own)).toEqual([403, 'SERVICE_DISABLED'])
    other.apiEnabled = true
    const drive = foreign.createAccessToken(['https://www.googleapis.com/auth/drive'])
    expect(await reason({ ...own, bearer: drive })).toEqual([403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'])
    const platform = foreign.createAccessToken(['https://www.googleapis.com/auth/cloud-platform'])
    expect((await post({ message: { token } }, { ...own, bearer: platform })).errorCode).toBe(
      'SENDER_ID_MISMATCH',
    )
    expect((await post({ message: { token } }, { projectID: 'no-such-project' })).status).toBe(404)
  })
})

describe('tokens', () => {
  it('that are gone → 404 UNREGISTERED', async () => {
    lab.fcm.unregister(token)
    expect(lab.fcm.tokenState(token)).toBe('unregistered')
    expect(await send()).toMatchObject({
      status: 404,
      errorCode: 'UNREGISTERED',
      json: { error: { status: 'NOT_FOUND' } },
    })
    const never = `${'x'.repeat(22)}:APA91b${'y'.repeat(134)}`
    expect(lab.fcm.tokenState(never)).toBeUndefined()
    expect((await send({ token: never })).errorCode).toBe('UNREGISTERED')
  })

  it('of another sender → 403 SENDER_ID_MISMATCH', async () => {
    const other = lab.fcm.register(device, { senderID: '1', packageName: 'com.example.chat' })
    expect(await send({ token: other })).toMatchObject({ status: 403, errorCode: 'SENDER_ID_MISMATCH' })
  })

  it('a fault declares dead', async () => {
    lab.fcm.faults.set('dead-token', { tokens: ['another'] })
    expect((await send()).status).toBe(200)
    lab.fcm.faults.set('dead-token', { tokens: [token] })
    expect((await send()).errorCode).toBe('UNREGISTERED')
  })
})

describe('refusals on demand', () => {
  it.each([
    ['UNREGISTERED', 404, 'NOT_FOUND', 'UNREGISTERED'],
    ['INVALID_ARGUMENT', 400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'],
    ['INVALID_TOKEN', 400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'],
    ['SENDER_ID_MISMATCH', 403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'],
    ['QUOTA_EXCEEDED', 429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'],
    ['UNAVAILABLE', 503, 'UNAVAILABLE', 'UNAVAILABLE'],
    ['INTERNAL', 500, 'INTERNAL', 'INTERNAL'],
    ['THIRD_PARTY_AUTH_ERROR', 401, 'UNAUTHENTICATED', 'THIRD_PARTY_AUTH_ERROR'],
    ['UNSPECIFIED_ERROR', 500, 'UNKNOWN', 'UNSPECIFIED_ERROR'],
    ['UNAUTHENTICATED', 401, 'UNAUTHENTICATED', undefined],
    ['PERMISSION_DENIED', 403, 'PERMISSION_DENIED', undefined],
    ['SERVICE_DISABLED', 403, 'PERMISSION_DENIED', undefined],
    ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 403, 'PERMISSION_DENIED', undefined],
    ['NOT_FOUND', 404, 'NOT_FOUND', undefined],
    ['BAD_REQUEST', 400, 'INVALID_ARGUMENT', undefined],
  ])('%s → HTTP %i %s, errorCode %s', async (code, status, name, errorCode) => {
    lab.fcm.faults.set('refuse', { code, message: 'my words', retryAfterSeconds: 3 })
    const answer = await send()
    expect(answer).toMatchObject({
      status,
      errorCode,
      json: { error: { code: status, status: name, message: 'my words' } },
    })
    expect(answer.headers['retry-after']).toBe('3')
    expect(refusalNames).toContain(code)
  })

  it('refuse codes FCM does not have', async () => {
    lab.fcm.faults.set('refuse', { code: 20301 })
    expect((await send()).json.error?.message).toMatch(/FCM has no code "20301"/)
  })

  it('say that the credential is not taken', async () => {
    lab.fcm.faults.set('expired-auth')
    expect((await send()).status).toBe(401)
  })
})

describe('quotas', () => {
  it('240 a minute to one device', async () => {
    const answers = []
    for (let count = 0; count < 241; count += 1) answers.push(await send())
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(240)
    const last = answers.at(-1)
    expect(last).toMatchObject({ status: 429, errorCode: 'QUOTA_EXCEEDED', headers: { 'retry-after': '1' } })
    clock.advance(250)
    expect((await send()).status).toBe(200)
  })

  it('20 collapsible ones, then one every 3 minutes', async () => {
    const collapsible = () => send({ android: { collapse_key: 'k' } })
    for (let count = 0; count < 20; count += 1) expect((await collapsible()).status).toBe(200)
    expect(await collapsible()).toMatchObject({ status: 429, headers: { 'retry-after': '180' } })
    expect((await send()).status).toBe(200)
    clock.advance(3 * MINUTE)
    expect((await collapsible()).status).toBe(200)
  })

  it('of the project count every request', async () => {
    project.messagesPerMinute = 3
    try {
      expect((await send()).status).toBe(200)
      expect((await send({ token: 'x' })).status).toBe(400)
      expect((await send()).status).toBe(200)
      expect(await send()).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
      lab.fcm.settings.quotasEnforced = false
      expect((await send()).status).toBe(200)
    } finally {
      project.messagesPerMinute = 600_000
      lab.fcm.settings.quotasEnforced = true
    }
  })
})

describe('a phone that is away', () => {
  beforeEach(() => {
    device.online = false
    lab.fcm.settings.quotasEnforced = false
  })
  const back = () => {
    device.online = true
    lab.fcm.deviceConnected(device)
    return device.pushes.map((push) => (push as FcmDeliveredPush).notification?.title ?? '')
  }
  const titled = (title: string, android = {}) => send({ notification: { title }, android })

  it('gets what was stored, without what ran out', async () => {
    await titled('now or never', { ttl: '0s' })
    await titled('short', { ttl: '60s' })
    await titled('long')
    expect(lab.fcm.storedCount(token)).toBe(2)
    clock.advance(HOUR)
    expect(lab.fcm.storedCount(token)).toBe(1)
    expect(back()).toEqual(['long'])
    expect(back()).toEqual(['long'])
  })

  it('gets the latest of a collapse key, at most four keys', async () => {
    for (const key of ['a', 'b', 'a', 'c', 'd', 'e']) await titled(key, { collapse_key: key })
    await titled('plain')
    expect(back()).toEqual(['a', 'c', 'd', 'e', 'plain'])
  })

  it('loses all when more than 100 wait, and is told', async () => {
    for (let count = 0; count < 100; count += 1) await titled(String(count))
    expect(lab.fcm.storedCount(token)).toBe(100)
    await titled('101')
    expect(back()).toEqual([])
    expect(device.deleted).toEqual([token])
  })

  it('gets the latest notification only where Google is said to collapse them', async () => {
    lab.fcm.settings.notificationsCollapse = true
    await titled('first')
    await titled('second')
    lab.fcm.settings.notificationsCollapse = false
    expect(back()).toEqual(['second'])
  })
})

it.each([
  ['GET', '/v1/projects/x/messages:send', 404],
  ['POST', '/v1/projects/x/messages', 404],
  ['POST', '/batch', 404],
])('%s %s → %i', async (method, path, status) => {
  expect((await client.request(path, { ':method': method })).status).toBe(status)
})

describe('a phone that is away for long', () => {
  const hello = () => ({ message: { token, notification: { title: 'Ann', body: 'Hi' } } })
  const away = (days: number): void => {
    device.online = false
    lab.fcm.deviceDisconnected(device)
    clock.advance(days * 24 * HOUR)
    accessToken = account.createAccessToken()
  }

  it('keeps its token for 270 days', async () => {
    away(270)
    expect((await post(hello())).status).toBe(200)
    device.online = true
    lab.fcm.deviceConnected(device)
    expect(lab.fcm.tokenState(token)).toBe('valid')
    // And from then on for as long again.
    away(269)
    expect(lab.fcm.tokenState(token)).toBe('valid')
  })

  it('loses it after that, whether or not somebody sends to it', async () => {
    away(271)
    expect(await post(hello())).toMatchObject({ status: 404, errorCode: 'UNREGISTERED' })
    expect(lab.fcm.tokenState(token)).toBe('unregistered')
    const other = new BareDevice()
    const otherToken = lab.fcm.register(other, { senderID: project.senderID, packageName: 'com.example' })
    lab.fcm.deviceDisconnected(other)
    clock.advance(271 * 24 * HOUR)
    lab.fcm.deviceConnected(other)
    expect(lab.fcm.tokenState(otherToken)).toBe('unregistered')
  })
})
