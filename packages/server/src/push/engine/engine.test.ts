import { describe, expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { testMessage, testSettings } from '../testing/plan-input.ts'
import { outboxRows, seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused, retry, tokenDead, unknown } from '../testing/vendor.ts'
import { bindToken, clearToken } from '../tokens.ts'

const world = usePushWorld()

/** A promise and what resolves it. */
const gate = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('a sleeping phone', () => {
  it('gets one push, and the story tells each hop', async () => {
    await world.phone('phone', { deviceName: 'Pixel' })
    const { send, outcome, story, happened } = world.start()
    const msgID = await send({ sender: { userID: 'ann', nickName: 'Ann' } })
    expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(world.vendor.requests).toMatchObject([
      { vendor: 'fcm', tokens: ['token-phone'], title: 'Ann', body: 'hello', badgeCount: 1 },
    ])
    const [device] = (await story(msgID)).devices
    expect(device).toMatchObject({ userID: 'bob', deviceName: 'Pixel', platform: 'android', vendor: 'fcm' })
    expect(device?.entries).toMatchObject([
      { stage: 'decided', reason: 'device-offline' },
      { stage: 'queued', reason: 'queued', notification: { title: 'Ann', body: 'hello' } },
      { stage: 'sent', reason: 'sent' },
      { stage: 'accepted', reason: 'vendor-accepted', vendorRequestID: 'r-1' },
    ])
    expect(happened.filter((name) => name !== 'journalWritten')).toEqual([
      'planned',
      'vendorRequest',
      'vendorAnswer',
      'deviceFinished',
      'outboxFinished',
    ])
  })

  it('is asked for before anything is journaled', async () => {
    await world.phone('phone')
    const { opened, open } = gate()
    world.vendor.answer = async () => {
      await opened
      return accepted
    }
    const { send, happened } = world.start({ journal: { gatherMs: 200 } })
    await send()
    await until('the request', () => world.vendor.requests.length === 1)
    expect(happened).not.toContain('journalWritten')
    open()
  })

  it('counts its badge up, and each attempt of one message carries the same', async () => {
    await world.phone('phone')
    let answers = 0
    world.vendor.answer = () => (answers++ === 1 ? retry('HTTP 503') : accepted)
    const { send, outcome } = world.start({ random: () => 0 })
    for (let count = 0; count < 3; count += 1) await outcome(await send())
    expect(world.vendor.requests.map((request) => request.badgeCount)).toEqual([1, 2, 2, 3])
  })

  it('is decided for each phone of the user', async () => {
    await world.phone('phone')
    await world.phone('tablet', { platform: 'ipad' })
    await world.phone('old', { loginState: 'kicked' })
    const { send, outcome } = world.start()
    expect(await outcome(await send())).toEqual([
      'old suppressed kicked',
      'phone accepted vendor-accepted',
      'tablet accepted vendor-accepted',
    ])
  })
})

describe('a phone that is not pushed to', () => {
  const DAY_MS = 86_400_000
  const nothingToDo = async (): Promise<void> => undefined
  const cases: [string, () => Promise<void>, Parameters<Bench['send']>[0], string][] = [
    ['no-device', nothingToDo, {}, ' suppressed no-device'],
    [
      'push-disabled',
      async () => await world.phone('phone'),
      { offlinePushInfo: { disablePush: true } },
      'phone suppressed push-disabled',
    ],
    [
      'custom-without-desc',
      async () => await world.phone('phone'),
      { elements: [{ type: 'custom', data: '{}', desc: '', extension: '' }] },
      'phone suppressed custom-without-desc',
    ],
    [
      'other-user',
      async () => await world.phone('phone', { loginState: 'other-user' }),
      {},
      'phone suppressed other-user',
    ],
    [
      'logged-out',
      async () => await world.phone('phone', { loginState: 'logged-out' }),
      {},
      'phone suppressed logged-out',
    ],
    [
      'kicked',
      async () => await world.phone('phone', { loginState: 'kicked' }),
      {},
      'phone suppressed kicked',
    ],
    [
      'not-pushable-platform',
      async () => await seed.device(world.store, { deviceID: 'phone', platform: 'web' }),
      {},
      'phone suppressed not-pushable-platform',
    ],
    [
      'offline-too-long',
      async () => await world.phone('phone', { lastSeenAtMs: Date.now() - 8 * DAY_MS }),
      {},
      'phone suppressed offline-too-long',
    ],
    [
      'no-token',
      async () => await seed.device(world.store, { deviceID: 'phone' }),
      {},
      'phone suppressed no-token',
    ],
    [
      'no-token, taken back',
      async () => {
        await world.phone('phone')
        await clearToken(world.store, { sdkAppID: 1, deviceID: 'phone', userID: 'bob', nowMs: Date.now() })
      },
      {},
      'phone suppressed no-token',
    ],
    [
      'token-moved',
      async () => {
        await world.phone('phone')
        await seed.device(world.store, { deviceID: 'eves', userID: 'eve' })
        const [certificateID = 0] = world.tenants.certificates.keys()
        await bindToken(world.store, {
          sdkAppID: 1,
          deviceID: 'eves',
          userID: 'eve',
          certificateID,
          token: 'token-phone',
          nowMs: Date.now(),
        })
      },
      {},
      'phone suppressed token-moved',
    ],
    [
      'certificate-missing',
      async () => {
        await world.phone('phone')
        await world.store.query({
          name: 'test.deleteCertificates',
          text: 'update certificates set deleted_at = now()',
        })
      },
      {},
      'phone suppressed certificate-missing',
    ],
  ]
  it.each(cases)('%s', async (_name, prepare, change, expected) => {
    await prepare()
    const { send, outcome } = world.start()
    expect(await outcome(await send(change))).toEqual([expected])
    expect(world.vendor.requests).toEqual([])
  })

  it('token-dead, by the vendor’s word about an earlier message', async () => {
    await world.phone('phone')
    world.vendor.answer = () => tokenDead()
    const { send, outcome } = world.start()
    expect(await outcome(await send())).toEqual(['phone refused token-dead-by-vendor'])
    expect(await outcome(await send())).toEqual(['phone suppressed token-dead'])
    expect(world.vendor.requests).toHaveLength(1)
  })
})

describe('a phone with a connection', () => {
  it('in front: acknowledged, not pushed', async () => {
    await world.phone('phone')
    const { send, outcome, connections, entries } = world.start()
    connections.connect('phone')
    const msgID = await send()
    connections.acknowledge(msgID, 'phone')
    expect(await outcome(msgID)).toEqual(['phone acknowledged acknowledged'])
    expect(await entries(msgID)).toEqual(['decided device-foreground', 'acknowledged acknowledged'])
    expect(world.vendor.requests).toEqual([])
  })

  it('in front and silent: pushed after its time, with all else that waits for it', async () => {
    await world.phone('phone')
    const { send, outcome, connections, clock, entries } = world.start()
    connections.connect('phone')
    const first = await send()
    await until('the decision', async () => (await entries(first)).length === 1)
    clock.advance(testSettings.push.acknowledgementTimeoutMs - 500)
    const second = await send()
    await until('the decision', async () => (await entries(second)).length === 1)
    expect(world.vendor.requests).toEqual([])
    clock.advance(500)
    for (const msgID of [first, second]) {
      expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
      expect((await entries(msgID)).slice(0, 2)).toEqual([
        'decided device-foreground',
        'decided unacknowledged',
      ])
    }
    expect(connections.unresponsive).toEqual(['phone'])
  })

  it('that closes: pushed at once', async () => {
    await world.phone('phone')
    const { send, outcome, connections, entries } = world.start()
    connections.connect('phone')
    const msgID = await send()
    await until('the decision', async () => (await entries(msgID)).length === 1)
    connections.disconnect('phone')
    expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect((await entries(msgID))[1]).toBe('decided connection-lost')
  })

  it('in the background: pushed once, whether it acknowledges or not', async () => {
    await world.phone('phone')
    const { opened, open } = gate()
    world.vendor.answer = async () => {
      await opened
      return accepted
    }
    const { send, outcome, connections, entries } = world.start()
    connections.connect('phone', { background: true })
    const msgID = await send()
    await until('the request', () => world.vendor.requests.length === 1)
    connections.acknowledge(msgID, 'phone')
    open()
    expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(await entries(msgID)).toEqual([
      'decided device-background',
      'queued queued',
      'sent sent',
      'acknowledged acknowledged',
      'accepted vendor-accepted',
    ])
  })

  it('whose message asks for no push: the silence ends it', async () => {
    await world.phone('phone')
    const { send, outcome, connections, clock, entries } = world.start()
    connections.connect('phone')
    const msgID = await send({ offlinePushInfo: { disablePush: true } })
    await until('the decision', async () => (await entries(msgID)).length === 1)
    clock.advance(testSettings.push.acknowledgementTimeoutMs)
    expect(await outcome(msgID)).toEqual(['phone suppressed push-disabled'])
    expect(world.vendor.requests).toEqual([])
  })

  it('that comes back and acknowledges while its push waits: not pushed', async () => {
    await world.phone('phone')
    world.vendor.answer = () => retry('HTTP 503', 3_000)
    const { send, outcome, connections, entries } = world.start()
    const msgID = await send()
    await until('the wait', async () => (await entries(msgID)).includes('waiting vendor-busy'))
    connections.connect('phone')
    connections.acknowledge(msgID, 'phone')
    expect(await outcome(msgID)).toEqual(['phone acknowledged acknowledged'])
    expect(world.vendor.requests).toHaveLength(1)
  })
})

describe('an online-only message', () => {
  it('is told of, device by device, though it is stored nowhere', async () => {
    await world.phone('phone')
    await world.phone('tablet')
    await world.phone('watch')
    const { engine, connections, clock, story } = world.start()
    for (const deviceID of ['phone', 'tablet']) connections.connect(deviceID)
    const record = testMessage({ msgID: 'online', seq: 0, isOnlineOnly: true, timestampMs: clock.now() })
    engine.dispatchOnlineOnly({ record, recipients: ['bob'], senderDeviceID: '' }, ['phone', 'tablet'])
    connections.acknowledge('online', 'phone')
    const states = async () =>
      (await story('online')).devices.map((device) => `${device.deviceID} ${device.state}`)
    await until(
      'the decisions',
      async () =>
        await states().then(
          (all) => all.length === 3,
          () => false,
        ),
    )
    expect(await states()).toEqual(['phone acknowledged', 'tablet pending', 'watch suppressed'])
    clock.advance(testSettings.push.acknowledgementTimeoutMs)
    await until('the end', async () => (await states())[1] === 'tablet suppressed')
    expect((await story('online')).sender).toBe('ann')
    expect(world.vendor.requests).toEqual([])
  })
})

describe('what the vendor answers', () => {
  it.each([
    ['payload', refused('payload'), 'phone refused refused-payload'],
    ['quota', refused('quota'), 'phone refused refused-quota'],
  ])('a refusal for %s ends the push', async (_name, outcome, expected) => {
    await world.phone('phone')
    world.vendor.answer = () => outcome
    const bench = world.start()
    expect(await bench.outcome(await bench.send())).toEqual([expected])
  })

  it('a refused certificate: told at once, with the vendor’s words; pushed when it is mended', async () => {
    await world.phone('phone')
    world.vendor.answer = () => refused('config', 'THIRD_PARTY_AUTH_ERROR')
    const { send, outcome, story, happened, entries } = world.start()
    const msgID = await send()
    const device = await until('the wait', async () => {
      const [found] = (await story(msgID)).devices
      return found?.reason === 'lane-stopped' ? found : undefined
    })
    expect(device).toMatchObject({ state: 'pending', vendor: 'fcm' })
    expect(device.entries.at(-1)).toMatchObject({
      stage: 'waiting',
      vendorWords: { code: 'THIRD_PARTY_AUTH_ERROR' },
    })
    expect(happened).toContain('laneStopped')
    world.vendor.answer = () => accepted
    world.tenants.mend([...world.tenants.certificates.keys()][0] ?? 0)
    expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(happened).toContain('laneResumed')
    expect(await entries(msgID)).toEqual([
      'decided device-offline',
      'queued queued',
      'sent sent',
      'waiting lane-stopped',
      'sent sent',
      'accepted vendor-accepted',
    ])
  })

  it('a certificate that works for others: this push ends refused', async () => {
    await world.phone('phone')
    world.vendor.answer = () => refused('config')
    world.vendor.probeAnswer = () => accepted
    const bench = world.start()
    expect(await bench.outcome(await bench.send())).toEqual(['phone refused refused-config'])
  })

  it('retries and unknown outcomes go on under one collapse key', async () => {
    await world.phone('phone')
    const answers = [retry('HTTP 503'), retry('UNREACHABLE'), unknown, accepted]
    world.vendor.answer = () => answers.shift() ?? accepted
    const { send, outcome, entries } = world.start({ random: () => 0 })
    const msgID = await send()
    expect(await outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect((await entries(msgID)).filter((entry) => entry.startsWith('waiting'))).toEqual([
      'waiting vendor-busy',
      'waiting vendor-unreachable',
      'waiting outcome-unknown',
    ])
    expect(new Set(world.vendor.requests.map((request) => request.collapseKey)).size).toBe(1)
  })

  it('no answer, again and again: given up, and said so', async () => {
    await world.phone('phone')
    world.vendor.answer = () => unknown
    const { send, outcome } = world.start({ random: () => 0, lanes: { maxUnknowns: 2 } })
    expect(await outcome(await send())).toEqual(['phone expired no-answer'])
    expect(world.vendor.requests).toHaveLength(2)
  })

  it('nothing before the deadline, nor as long again: expired', async () => {
    world.tenants.settings = { ...testSettings, push: { ...testSettings.push, deadlineMs: 10_000 } }
    await world.phone('phone')
    world.vendor.answer = () => retry('HTTP 503', 20_000)
    const { send, outcome, entries, clock } = world.start({ parkAfterMs: 60_000 })
    const msgID = await send()
    await until('it is late', async () => (await entries(msgID)).at(-1) === 'waiting late')
    clock.advance(10_000)
    await until(
      'it waits for others',
      async () => (await entries(msgID)).filter((entry) => entry === 'waiting late').length === 2,
    )
    clock.advance(2_000)
    expect(await outcome(msgID)).toEqual(['phone expired deadline-passed'])
    expect(world.vendor.requests).toHaveLength(2)
  })

  it('a long wait is spent in the outbox, and its end is kept by another node', async () => {
    await world.phone('phone')
    world.vendor.answer = () => refused('quota', 'quota', Date.now() + 3_600_000)
    const first = world.start()
    const msgID = await first.send()
    const [row] = await until('parking', async () => {
      const rows = await outboxRows(world.store)
      return rows[0]?.leaseOwner === null ? rows : undefined
    })
    expect(row?.dueAtMs).toBeGreaterThan(Date.now() + 3_500_000)
    expect((await first.story(msgID)).devices[0]).toMatchObject({
      state: 'pending',
      reason: 'quota-exhausted',
    })
    world.vendor.answer = () => accepted
    const second = world.start()
    second.clock.advance(3_700_000)
    expect(await second.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
    expect(await second.entries(msgID)).toEqual([
      'decided device-offline',
      'queued queued',
      'sent sent',
      'waiting quota-exhausted',
      'sent sent',
      'accepted vendor-accepted',
    ])
  })

  it('a dead token whose phone has registered a new one meanwhile: the new one is pushed to', async () => {
    await world.phone('phone')
    const [certificateID = 0] = world.tenants.certificates.keys()
    world.vendor.answer = async ({ tokens }) => {
      if (tokens[0] !== 'token-phone') return accepted
      await bindToken(world.store, {
        sdkAppID: 1,
        deviceID: 'phone',
        userID: 'bob',
        certificateID,
        token: 'fresh',
        nowMs: Date.now(),
      })
      return tokenDead()
    }
    const { send, outcome } = world.start()
    expect(await outcome(await send())).toEqual(['phone accepted vendor-accepted'])
    expect(world.vendor.requests.map((request) => request.tokens)).toEqual([['token-phone'], ['fresh']])
  })

  it('a user who logs out while the push waits is not pushed to', async () => {
    await world.phone('phone')
    world.vendor.answer = () => retry('HTTP 503', 2_000)
    const { send, outcome, clock, entries } = world.start({ random: () => 0 })
    const msgID = await send()
    await until('the wait', async () => (await entries(msgID)).includes('waiting vendor-busy'))
    await world.store.query({ name: 'test.logout', text: `update devices set login_state = 'logged-out'` })
    clock.advance(2_000)
    expect(await outcome(msgID)).toEqual(['phone suppressed logged-out'])
    expect(world.vendor.requests).toHaveLength(1)
  })
})
