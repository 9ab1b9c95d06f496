import { setImmediate } from 'node:timers/promises'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createChat, type Chat } from '../messaging/testing/chat.ts'
import { createPeople } from '../messaging/testing/people.ts'
import { testSettings } from '../push/testing/plan-input.ts'
import { seed } from '../push/testing/seed.ts'
import { bindToken } from '../push/tokens.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import type { LoginPolicy } from '../tenants/types.ts'

let store: TestStore
let chat: Chat
let certificateID = 0
let ann = ''
let bob = ''

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  certificateID = await seed.certificate(store)
})

afterAll(async () => {
  await store.close()
})

beforeEach(async () => {
  ;({ chat, ann, bob } = await createPeople(store))
})

/** `phone logged-in live`: each login of a user, with its token's state. */
const stored = async (userID: string): Promise<string[]> => {
  const rows = await store.query<{ line: string }>(
    {
      name: 'test.logins',
      text: `select concat_ws(' ', replace(d.device_id, $2, ''), login_state, t.state) as line
       from devices d left join push_tokens t using (sdk_app_id, device_id, user_id)
       where user_id = $1 order by 1`,
    },
    [userID, `-${bob}`],
  )
  return rows.map((row) => row.line)
}

const device = (name: string): string => `${name}-${bob}`
const bind = async (userID: string, name: string): Promise<void> => {
  const login = { sdkAppID: 1, userID, deviceID: device(name) }
  await bindToken(store, { ...login, certificateID, token: `token ${userID} ${name}`, nowMs: Date.now() })
}
const connected = (userID: string): string[] =>
  chat.connections.of({ sdkAppID: 1, userID }).map(({ deviceID }) => deviceID.replace(`-${bob}`, ''))

describe('another login of the same user', () => {
  it('kicks the device of the same platform, which is told by whom, and leaves others', async () => {
    const phone = await chat.login({ userID: ann, deviceID: device('phone') })
    const mac = await chat.login({ userID: ann, deviceID: device('mac'), platform: 'mac' })
    await bind(ann, 'phone')
    await chat.login({ userID: ann, deviceID: device('new'), deviceName: 'Xiaomi 15' })
    expect(phone.link.heard).toEqual(['session.kicked', 'closed 3504'])
    expect(phone.link.kicks).toEqual([
      { reason: 'other-login', byPlatform: 'android', byDeviceName: 'Xiaomi 15' },
    ])
    expect(mac.link.heard).toEqual([])
    expect(connected(ann)).toEqual(['mac', 'new'])
    expect(chat.departed).toEqual([`${ann} ${device('phone')}`])
    expect(await stored(ann)).toEqual(['mac logged-in', 'new logged-in', 'phone kicked live'])
  })

  it('kicks whom the login policy of the app lets not stay', async () => {
    const phone = await chat.login({ userID: ann, deviceID: device('phone') })
    const mac = await chat.login({ userID: ann, deviceID: device('mac'), platform: 'mac' })
    const policy = (name: LoginPolicy): void => {
      chat.tenants.settings = { ...testSettings, logins: { policy: name } }
    }
    policy('any-number')
    await chat.login({ userID: ann, deviceID: device('second') })
    expect(connected(ann)).toEqual(['phone', 'mac', 'second'])
    policy('mobile-and-desktop')
    await chat.login({ userID: ann, deviceID: device('tablet'), platform: 'ipad' })
    expect(connected(ann)).toEqual(['mac', 'tablet'])
    expect(phone.link.kicks).toEqual([{ reason: 'other-login', byPlatform: 'ipad' }])
    policy('one-device')
    await chat.login({ userID: ann, deviceID: device('browser'), platform: 'web' })
    expect(connected(ann)).toEqual(['browser'])
    expect(mac.link.kicks).toEqual([{ reason: 'other-login', byPlatform: 'web' }])
  })

  it('on the same device takes the place of the connection and keeps the token', async () => {
    const gone: string[] = []
    chat.connections.onDisconnected(({ deviceID }) => gone.push(deviceID))
    const first = await chat.login({ userID: ann, deviceID: device('phone') })
    await bind(ann, 'phone')
    await chat.login({ userID: ann, deviceID: device('phone') })
    expect(first.link.heard).toEqual(['closed 3506'])
    chat.logins.disconnected(first.session)
    expect(connected(ann)).toEqual(['phone'])
    expect(gone).toEqual([])
    expect(await stored(ann)).toEqual(['phone logged-in live'])
  })

  it('kicks a device that is not connected, whose reconnect is then refused', async () => {
    const phone = await chat.login({ userID: ann, deviceID: device('phone') })
    chat.logins.disconnected(phone.session)
    await chat.login({ userID: ann, deviceID: device('new') })
    await expect(chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })).rejects.toThrow(
      '6208',
    )
    expect(connected(ann)).toEqual(['new'])
  })

  it('after a kick gets the device back, without the token of before', async () => {
    await chat.login({ userID: ann, deviceID: device('phone') })
    await bind(ann, 'phone')
    await chat.login({ userID: ann, deviceID: device('new') })
    await chat.login({ userID: ann, deviceID: device('phone') })
    expect(await stored(ann)).toEqual(['new kicked', 'phone logged-in cleared'])
  })

  it('at the same time on two devices leaves one of them, wherever they race', async () => {
    const other = createChat(store)
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(
      names.map(
        async (name, index) =>
          await (index % 2 === 0 ? chat : other).login({ userID: ann, deviceID: device(name) }),
      ),
    )
    const lines = await stored(ann)
    expect(lines.filter((line) => line.endsWith('logged-in'))).toHaveLength(1)
    expect(lines).toHaveLength(6)
  })

  it('at the same time on one node leaves the connection that is stored as logged in', async () => {
    const names = ['a', 'b', 'c', 'd']
    const logins = await Promise.all(
      names.map(async (name) => await chat.login({ userID: ann, deviceID: device(name) })),
    )
    const [line = ''] = (await stored(ann)).filter((one) => one.endsWith('logged-in'))
    expect(connected(ann)).toEqual([line.split(' ')[0]])
    expect(logins.filter(({ link }) => link.heard.includes('closed 3504'))).toHaveLength(3)
  })
})

describe('another user on the same device', () => {
  it('ends the login of the first, whose reconnect is refused and whose token is not pushed to', async () => {
    const first = await chat.login({ userID: ann, deviceID: device('phone') })
    await bind(ann, 'phone')
    await chat.login({ userID: bob, deviceID: device('phone') })
    expect(first.link.heard).toEqual(['closed 3506'])
    expect([connected(ann), connected(bob)]).toEqual([[], ['phone']])
    expect(await stored(ann)).toEqual(['phone other-user live'])
    await expect(chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })).rejects.toThrow(
      '6208',
    )
    await chat.login({ userID: ann, deviceID: device('phone') })
    expect(await stored(ann)).toEqual(['phone logged-in cleared'])
    expect(await stored(bob)).toEqual(['phone other-user'])
  })

  it('who changes places with the first, again and again, on two nodes', async () => {
    const other = createChat(store)
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = round % 2 === 0 ? ['one', 'two'] : ['two', 'one']
      await Promise.all([
        chat.login({ userID: ann, deviceID: device(a ?? '') }),
        other.login({ userID: bob, deviceID: device(b ?? '') }),
      ])
    }
    // Who came first decides whether the other device was kicked or taken over.
    expect(await stored(ann)).toEqual([expect.stringMatching(/^one (kicked|other-user)$/), 'two logged-in'])
    expect(await stored(bob)).toEqual(['one logged-in', expect.stringMatching(/^two (kicked|other-user)$/)])
  })
})

describe('a reconnect', () => {
  it('of a device that never logged in is refused', async () => {
    await expect(chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })).rejects.toThrow(
      '6208',
    )
    expect(await stored(ann)).toEqual([])
  })

  it('carries the background state', async () => {
    await chat.login({ userID: ann, deviceID: device('phone') })
    await chat.login({
      userID: ann,
      deviceID: device('phone'),
      isReconnect: true,
      background: { unreadCount: 7 },
    })
    expect(chat.connections.of({ sdkAppID: 1, userID: ann })).toMatchObject([{ background: true }])
    const text = 'select reported_unread_count as unread from devices where user_id = $1'
    expect(await store.query({ name: 'test.unread', text }, [ann])).toEqual([{ unread: 7 }])
  })
})

describe('logout', () => {
  it('clears the token, ends the pushes, and refuses a reconnect', async () => {
    const { session } = await chat.login({ userID: ann, deviceID: device('phone') })
    await bind(ann, 'phone')
    await chat.logins.logout(session)
    expect(await stored(ann)).toEqual(['phone logged-out cleared'])
    expect(connected(ann)).toEqual([])
    await expect(chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })).rejects.toThrow(
      '6208',
    )
  })

  it('of a connection that broke meanwhile still counts', async () => {
    const { session } = await chat.login({ userID: ann, deviceID: device('phone') })
    session.end(3001, '')
    chat.logins.disconnected(session)
    await chat.logins.logout(session)
    expect(await stored(ann)).toEqual(['phone logged-out'])
  })

  it('of a connection that was replaced does not log the new one out', async () => {
    const { session } = await chat.login({ userID: ann, deviceID: device('phone') })
    const again = chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })
    // Now the login holds the user's lock.
    await setImmediate()
    await Promise.all([again, chat.logins.logout(session)])
    expect(await stored(ann)).toEqual(['phone logged-in'])
    expect(connected(ann)).toEqual(['phone'])
  })
})

describe('the app itself ends logins', () => {
  it('of one device, which is told and may not come back by itself', async () => {
    const phone = await chat.login({ userID: ann, deviceID: device('phone') })
    const mac = await chat.login({ userID: ann, deviceID: device('mac'), platform: 'mac' })
    await bind(ann, 'phone')
    expect(await chat.logins.kick({ sdkAppID: 1, userID: ann }, device('phone'))).toEqual([device('phone')])
    expect(phone.link.heard).toEqual(['session.kicked', 'closed 3505'])
    expect(phone.link.kicks).toEqual([{ reason: 'admin' }])
    expect(mac.link.heard).toEqual([])
    expect(connected(ann)).toEqual(['mac'])
    expect(await stored(ann)).toEqual(['mac logged-in', 'phone kicked live'])
    await expect(chat.login({ userID: ann, deviceID: device('phone'), isReconnect: true })).rejects.toThrow(
      '6208',
    )
    expect(await chat.logins.kick({ sdkAppID: 1, userID: ann }, device('phone'))).toEqual([])
  })

  it('of all devices, connected or not', async () => {
    const { session } = await chat.login({ userID: ann, deviceID: device('phone') })
    await chat.login({ userID: ann, deviceID: device('mac'), platform: 'mac' })
    chat.logins.disconnected(session)
    await chat.login({ userID: bob, deviceID: device('other') })
    expect((await chat.logins.kick({ sdkAppID: 1, userID: ann })).toSorted()).toEqual([
      device('mac'),
      device('phone'),
    ])
    expect(await stored(ann)).toEqual(['mac kicked', 'phone kicked'])
    expect(connected(bob)).toEqual(['other'])
  })
})

it('notes when a device was last there, and never an earlier time', async () => {
  const { session } = await chat.login({ userID: ann, deviceID: device('phone') })
  const read = async (): Promise<number | undefined> => {
    const text = 'select last_seen_at as at from devices where user_id = $1'
    return (await store.query<{ at: number }>({ name: 'test.seen', text }, [ann]))[0]?.at
  }
  chat.clock.advance(60_000)
  chat.logins.disconnected(session)
  await chat.bookkeeping.flush()
  const seenAtMs = await read()
  expect(Math.abs((seenAtMs ?? 0) - chat.clock.now())).toBeLessThan(5_000)
  chat.clock.advance(-60_000)
  chat.bookkeeping.seen(session.login)
  await chat.bookkeeping.flush()
  expect(await read()).toBe(seenAtMs)
  expect(chat.faults).toEqual([])
})
