import fc from 'fast-check'
import { setImmediate } from 'node:timers/promises'

import { afterAll, beforeAll, expect, it } from 'vitest'

import type { Chat, RecordingLink } from '../messaging/testing/chat.ts'
import { createPeople } from '../messaging/testing/people.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { catchUp } from './catch-up.ts'
import type { Session } from './session.ts'

const WEEK_MS = 7 * 86_400_000

let store: TestStore
let chat: Chat
let ann = ''
let bob = ''

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})

afterAll(async () => {
  await store.close()
})

const run = async (session: Session, cursors: Record<string, number> = {}): Promise<void> => {
  const { bookkeeping, clock } = chat
  await catchUp({ db: store, bookkeeping, clock, session, cursors, windowMs: WEEK_MS })
}

const leave = (session: Session): void => {
  chat.leave({ session })
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

/** A device of bob's with an app that takes down what it gets. */
class Device {
  readonly deviceID: string
  readonly #platform: 'android' | 'ios'
  session: Session | undefined
  link: RecordingLink | undefined
  /** Of each connection: where it had to start, and what came. */
  readonly lives: { startSeq: number; seqs: number[] }[] = []
  highestSeq = 0
  acknowledgedSeq = 0
  running: Promise<void> = Promise.resolve()

  constructor(deviceID: string, platform: 'android' | 'ios') {
    this.deviceID = deviceID
    this.#platform = platform
  }

  async connect(givesCursors: boolean): Promise<void> {
    const isFirst = this.lives.length === 0
    const { session, link } = await chat.login({
      userID: bob,
      deviceID: this.deviceID,
      platform: this.#platform,
      isReconnect: !isFirst,
    })
    if (isFirst) this.acknowledgedSeq = await this.#inheritedSeq()
    const startSeq = givesCursors && this.highestSeq > 0 ? this.highestSeq : this.acknowledgedSeq
    const life = { startSeq, seqs: [] as number[] }
    this.lives.push(life)
    link.onMessage = (_eventID, { seq }) => {
      life.seqs.push(seq)
      this.highestSeq = Math.max(this.highestSeq, seq)
    }
    this.session = session
    this.link = link
    this.running = run(
      session,
      givesCursors && this.highestSeq > 0 ? { [`c2c_${ann}`]: this.highestSeq } : {},
    )
  }

  disconnect(): void {
    if (this.session) leave(this.session)
    this.session = undefined
  }

  acknowledge(share: number): void {
    const last = this.link?.messages[Math.floor((this.link.messages.length - 1) * share)]
    if (!last || !this.session) return
    this.session.acknowledge(last.eventID)
    this.acknowledgedSeq = Math.max(this.acknowledgedSeq, last.message.seq)
  }

  async #inheritedSeq(): Promise<number> {
    const text = 'select coalesce(max(seq), 0)::int as seq from device_cursors where device_id = $1'
    const rows = await store.query<{ seq: number }>({ name: 'test.inherited', text }, [this.deviceID])
    return rows[0]?.seq ?? 0
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('send' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  fc.record({ do: fc.constant('ownSend' as const), device: fc.nat(2) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('connect' as const),
      device: fc.nat(2),
      givesCursors: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('disconnect' as const), device: fc.nat(2) }),
  fc.record({
    do: fc.constant('acknowledge' as const),
    device: fc.nat(2),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ do: fc.constant('pause' as const), turns: fc.nat(8) }),
)

it('gives each device everything once and in order, however it comes and goes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      ;({ chat, ann, bob } = await createPeople(store))
      const devices = [new Device(`one-${bob}`, 'android'), new Device(`two-${bob}`, 'ios')]
      const sender = new Map<number, string>()
      const sending: Promise<void>[] = []
      const send = (from: string, deviceID: string): void => {
        const to = from === ann ? bob : ann
        sending.push(
          chat.send({ from, to, deviceID }).then((outcome) => {
            if (!outcome.ok) throw new Error(outcome.desc)
            sender.set(outcome.record.seq, deviceID)
          }),
        )
      }
      for (const one of steps) {
        const device = 'device' in one ? devices[one.device % devices.length] : undefined
        if (one.do === 'send') for (let index = 0; index < one.count; index += 1) send(ann, 'ann-phone')
        else if (one.do === 'pause') for (let turn = 0; turn < one.turns; turn += 1) await setImmediate()
        else if (one.do === 'ownSend' && device) send(bob, device.deviceID)
        else if (one.do === 'disconnect') device?.disconnect()
        else if (one.do === 'acknowledge') device?.acknowledge(one.share)
        else if (one.do === 'connect') await device?.connect(one.givesCursors)
      }
      for (const device of devices) await device.connect(false)
      await Promise.all(sending)
      await Promise.all(devices.map(async (device) => await device.running))
      expect(chat.faults).toEqual([])
      for (const device of devices) {
        const due = range(1, sender.size).filter((seq) => sender.get(seq) !== device.deviceID)
        for (const [index, { startSeq, seqs }] of device.lives.entries()) {
          const last = index === device.lives.length - 1 ? sender.size : (seqs.at(-1) ?? 0)
          expect(seqs).toEqual(due.filter((seq) => seq > startSeq && seq <= last))
        }
        const first = device.lives[0]?.startSeq ?? 0
        const got = new Set(device.lives.flatMap(({ seqs }) => seqs))
        expect(due.filter((seq) => seq > first && !got.has(seq))).toEqual([])
        const other = devices.find((candidate) => candidate !== device)
        const otherGot = new Set(other?.lives.flatMap(({ seqs }) => seqs))
        // What a new device is spared, some device of the user has.
        expect(
          due.filter((seq) => seq <= first && !otherGot.has(seq) && sender.get(seq) === 'ann-phone'),
        ).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})
