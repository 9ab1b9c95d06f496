import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from './clock.ts'
import { startLab } from './lab.ts'
import type { Lab, LabVendorId } from './lab-types.ts'
import { BareDevice } from './testing/devices.ts'
import { rawSenders, type RawSender, type WireCall } from './testing/raw-senders.ts'
import { Http2Client, ManualClock, type WireAnswer } from './testing/wire.ts'

// Every named fault on every vendor, over the wire and without a client of anybody's.

// Noon in China: no vendor's night rules apply.
const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
let lab: Lab

beforeAll(async () => {
  lab = await startLab({ clock })
})
afterAll(() => lab.close())

const vendors = Object.keys(rawSenders) as LabVendorId[]

/** Node's words for a stream or a session that ended without an answer. */
const unanswered = /closed|session|GOAWAY|hang up|ECONNRESET|ended|canceled/i

const isJSON = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe.each(vendors)('%s', (vendor) => {
  let device: BareDevice
  let sender: RawSender

  beforeAll(async () => {
    device = new BareDevice()
    sender = await rawSenders[vendor](lab, device, clock)
  })
  beforeEach(() => {
    lab[vendor].faults.clear()
    device.pushes.length = 0
    // What counts by the second or the minute starts anew.
    clock.advance(2 * MINUTE)
  })

  const emulator = () => lab[vendor]
  const dial = () => new Http2Client(emulator().url, lab.ca)
  const ask = (client: Http2Client, { path, headers, body }: WireCall): Promise<WireAnswer> =>
    client.request(path, headers, body)
  const once = async (call: WireCall): Promise<WireAnswer> => {
    await using client = dial()
    return await ask(client, call)
  }
  const authorize = async (): Promise<void> => {
    if (sender.auth !== undefined) sender.authorize?.(await once(sender.auth()))
  }
  /** What comes of a send with one fault, and of the next one without. */
  const sendTwice = async (): Promise<[first: WireAnswer, second: WireAnswer]> => {
    await using client = dial()
    return [await ask(client, sender.send()), await ask(client, sender.send())]
  }

  it('none: accepted and on the phone', async () => {
    await authorize()
    expect(sender.isAccepted(await once(sender.send()))).toBe(true)
    expect(device.pushes).toHaveLength(1)
  })

  it.each([500, 502, 503, 504] as const)('unavailable with %i', async (status) => {
    await authorize()
    emulator().faults.set('unavailable', { status, retryAfterSeconds: 7, times: 1 })
    const [first, second] = await sendTwice()
    expect(first).toMatchObject({ status, headers: { 'retry-after': '7' } })
    expect(sender.isAccepted(second)).toBe(true)
    expect(device.pushes).toHaveLength(1)
  })

  it('too-many-requests with Retry-After, in both forms', async () => {
    await authorize()
    emulator().faults.set('too-many-requests', { times: 1 })
    expect(await once(sender.send())).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
    emulator().faults.set('too-many-requests', { retryAfterSeconds: 90, retryAfterForm: 'date', times: 1 })
    const { headers } = await once(sender.send())
    const toldMs = Date.parse(headers['retry-after'] ?? '') - clock.now()
    expect(Math.abs(toldMs - 90_000)).toBeLessThan(1_000)
    expect(device.pushes).toEqual([])
  })

  it('goaway: answered, then no further stream', async () => {
    await authorize()
    emulator().faults.set('goaway', { times: 1 })
    await using client = dial()
    expect(sender.isAccepted(await ask(client, sender.send()))).toBe(true)
    await client.closed()
    expect(client.goaways).toMatchObject([[0, expect.any(Number)]])
    expect(device.pushes).toHaveLength(1)
  })

  it('goaway-hard: not processed, and said so', async () => {
    await authorize()
    await using client = dial()
    await ask(client, sender.send())
    emulator().faults.set('goaway-hard', { times: 1 })
    await expect(ask(client, sender.send())).rejects.toThrow(unanswered)
    await client.closed()
    // The second stream is 3: the last one processed was 1.
    expect(client.goaways).toContainEqual([11, 1])
    expect(device.pushes).toHaveLength(1)
  })

  it.each([
    ['cut', 1],
    ['cut-before', 0],
    ['refuse-stream', 0],
  ] as const)('%s: no answer, and %i on the phone', async (name, shown) => {
    await authorize()
    emulator().faults.set(name, { times: 1 })
    await expect(once(sender.send())).rejects.toThrow(unanswered)
    expect(device.pushes).toHaveLength(shown)
  })

  it.each([true, false])('hang, processed: %s', async (processed) => {
    await authorize()
    emulator().clearRequests()
    emulator().faults.set('hang', { processed, times: 1 })
    await using client = dial()
    const stuck = Promise.allSettled([ask(client, sender.send())])
    const logged = await emulator().waitForRequest(({ fault }) => fault === 'hang')
    expect(logged.answer).toBeUndefined()
    expect(device.pushes).toHaveLength(processed ? 1 : 0)
    // Others on the same connection are answered.
    expect(sender.isAccepted(await ask(client, sender.send()))).toBe(true)
    client.session.destroy()
    expect(await stuck).toMatchObject([{ status: 'rejected' }])
  })

  it('slow: processed at once, answered late', async () => {
    await authorize()
    emulator().faults.set('slow', { delayMs: 5_000, times: 1 })
    await using client = dial()
    const late = ask(client, sender.send())
    await until(() => device.pushes.length === 1 && clock.timerCount > 0)
    clock.advance(5_000)
    expect(sender.isAccepted(await late)).toBe(true)
  })

  it('drip: the answer comes piece by piece, and whole', async () => {
    await authorize()
    emulator().faults.set('drip', { intervalMs: 250, bytesEach: 5, times: 1 })
    await using client = dial()
    let done = false
    let pieces = 0
    const dripping = ask(client, sender.send()).finally(() => (done = true))
    await until(() => {
      if (clock.timerCount > 0) {
        pieces += 1
        clock.advance(250)
      }
      return done
    })
    const answer = await dripping
    expect(sender.isAccepted(answer)).toBe(true)
    expect(pieces).toBe(Math.max(1, Math.ceil(Buffer.byteLength(answer.body) / 5)))
    expect(device.pushes).toHaveLength(1)
  })

  it('expired-auth', async () => {
    await authorize()
    emulator().faults.set('expired-auth', { times: 1 })
    const [first, second] = await sendTwice()
    expect(sender.isAuthRefused(first)).toBe(true)
    expect(sender.isAccepted(second)).toBe(true)
    expect(device.pushes).toHaveLength(1)
  })

  it('dead-token, of all or of those that are named', async () => {
    await authorize()
    emulator().faults.set('dead-token', { tokens: ['another'] })
    expect(sender.isAccepted(await once(sender.send()))).toBe(true)
    emulator().faults.set('dead-token', { tokens: [sender.token] })
    expect(sender.isDead(await once(sender.send()))).toBe(true)
    emulator().faults.set('dead-token')
    expect(sender.isDead(await once(sender.send()))).toBe(true)
    expect(device.pushes).toHaveLength(1)
  })

  it('wrong-json: processed, and no JSON', async () => {
    await authorize()
    emulator().faults.set('wrong-json', { times: 1 })
    const { body } = await once(sender.send())
    expect(body).not.toBe('')
    expect(isJSON(body)).toBe(false)
    expect(device.pushes).toHaveLength(1)
  })

  it.each([-2 * HOUR, 2 * HOUR])('clock-skew by %i ms', async (byMs) => {
    await authorize()
    emulator().faults.set('clock-skew', { byMs })
    const sent = await once(sender.send())
    const toldMs = Date.parse(sent.headers['date'] ?? '')
    expect(Math.abs(toldMs - clock.now() - byMs)).toBeLessThan(1_000)
    if (sender.timed === undefined) return expect(sender.isAccepted(sent)).toBe(true)
    const timed = sender.timed === 'send' ? sent : await once(sender.auth?.() ?? sender.send())
    // An access token that a slow clock takes for fresh is taken.
    const isLongLived = sender.timed === 'send' && sender.auth !== undefined && byMs < 0 && vendor !== 'honor'
    expect(sender.isAuthRefused(timed) || isRefusedTimestamp(vendor, timed)).toBe(!isLongLived)
    return undefined
  })
})

/** Honor has no code of its own for a timestamp that is off. */
const isRefusedTimestamp = (vendor: LabVendorId, { body }: WireAnswer): boolean =>
  vendor === 'honor' && (JSON.parse(body) as { code: number }).code === 80100001

/** Waits for the wire, turn by turn. */
const until = async (isTrue: () => boolean): Promise<void> => {
  const endMs = Date.now() + 5_000
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error('It did not come true')
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}
