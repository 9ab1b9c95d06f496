import { startReceiptBox, type ReceiptBox } from '../support/receipt-box.ts'
import { channelOf, type PushNotification, type ReceiptKind } from '@carillon/channels'
import type { Emulator, Phone } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { certificateOf, openVendorWorld, type VendorSubject, type VendorWorld } from './world.ts'

/** The cases every channel is held against, on its emulator. */
export type ContractCase =
  | 'accepted and shown'
  | 'ext arrives byte for byte'
  | 'dead token'
  | 'retry'
  | 'config refusal'
  | 'payload refusal'
  | 'quota refusal'
  | 'unknown shows one'
  | 'batch with partial failure'
  | 'auth expiry mid-run'
  | 'collapse shows one'
  | 'recall'
  | 'receipts'
  | 'probe'

/** What one vendor brings. */
export interface ContractSubject extends VendorSubject {
  emulator: Emulator
  /** A phone with the app installed and a token. */
  newPhone(): Promise<{ phone: Phone; token: string }>
  /** Makes the vendor refuse all access tokens it has given. */
  expireAuth?(): void
  /** Enters the address of receipts in the vendor's console, where it wants that. */
  registerReceipts?(url: string): void
  /** `ext` as the tap on the phone's only notification would hand it to the app. */
  extOf(phone: Phone): string | undefined
}

/** A vendor's part in the contract. */
export interface ContractOptions {
  vendor: VendorId
  /** One of several roads to the vendor. */
  road?: string
  /** What every notification has on this road. */
  changes?: Partial<PushNotification>
  /** The certificate could withdraw, but not from the phones of this road. */
  coversRecalled?: true
  /** Access tokens that are asked for until the first has ended and the second has come. Default 2. */
  tokenRequests?: number
  /** The lab starts with `now: () => noonMs`; the contract closes it. */
  open(): Promise<ContractSubject>
  /** A code of the vendor for each kind of refusal. */
  codes: Readonly<Record<'retry' | 'config' | 'payload' | 'quota', string | number>>
  /** The vendor itself drops a copy of what it has pushed: by which field. */
  dropsCopiesBy?: string
  /** What the vendor cannot do, and why. */
  skip?: Partial<Record<ContractCase, string>>
}

const ext = '{"entity":{"sender":"lin","text":"6 o’clock? 👍"}}'

/** Runs the contract for one vendor. */
export const channelContract = (options: ContractOptions): void => {
  const { vendor, road, codes, dropsCopiesBy, tokenRequests = 2, skip = {} } = options
  const run = (name: ContractCase, body: (world: World) => Promise<void>): void => {
    const reason = skip[name]
    const title = reason === undefined ? name : `${name}: ${reason}`
    // oxlint-disable-next-line vitest/valid-title -- the reason belongs into the name
    it.skipIf(reason !== undefined)(title, async () => {
      await using world = await openWorld(options)
      await body(world)
    })
  }

  describe(`the ${vendor} channel${road === undefined ? '' : ` (${road})`} against its emulator`, () => {
    run('accepted and shown', async ({ send, newPhone }) => {
      const { phone, token } = await newPhone()
      expect(await send([token])).toMatchObject([{ kind: 'accepted', requestID: expect.any(String) }])
      expect(shown(phone)).toEqual([['Lin', 'See you at 6?']])
    })

    run('ext arrives byte for byte', async ({ send, newPhone, extOf }) => {
      const { phone, token } = await newPhone()
      await send([token])
      expect(extOf(phone)).toBe(ext)
    })

    run('dead token', async ({ send, newPhone }) => {
      const { phone, token } = await newPhone()
      await phone.uninstall()
      expect(await send([token])).toMatchObject([{ kind: 'token-dead' }])
    })

    run('retry', async ({ send, newPhone, emulator }) => {
      const { phone, token } = await newPhone()
      emulator.faults.set('refuse', { code: codes.retry, times: 1 })
      expect(await send([token])).toMatchObject([{ kind: 'retry' }])
      emulator.faults.set('unavailable', { times: 1 })
      expect(await send([token])).toMatchObject([{ kind: 'retry' }])
      emulator.faults.set('too-many-requests', { times: 1, retryAfterSeconds: 7 })
      expect(await send([token])).toMatchObject([{ kind: 'retry', afterMs: 7_000 }])
      expect(phone.receivedPushes).toEqual([])
      expect(await send([token])).toMatchObject([{ kind: 'accepted' }])
      expect(phone.notifications).toHaveLength(1)
    })

    for (const cause of ['config', 'payload', 'quota'] as const) {
      run(`${cause} refusal`, async ({ send, newPhone, emulator }) => {
        const { phone, token } = await newPhone()
        emulator.faults.set('refuse', { code: codes[cause], times: 1 })
        expect(await send([token])).toMatchObject([
          { kind: 'refused', cause, words: { code: expect.stringContaining(String(codes[cause])) } },
        ])
        expect(phone.receivedPushes).toEqual([])
      })
    }

    run('unknown shows one', async ({ send, newPhone, emulator }) => {
      const { phone, token } = await newPhone()
      emulator.faults.set('cut', { times: 1 })
      expect(await send([token])).toMatchObject([{ kind: 'unknown' }])
      expect(await send([token])).toMatchObject([{ kind: 'accepted' }])
      expect(phone.receivedPushes).toHaveLength(dropsCopiesBy === undefined ? 2 : 1)
      expect(phone.notifications).toHaveLength(1)
    })

    run('batch with partial failure', async ({ send, newPhone, emulator }) => {
      const phones = [await newPhone(), await newPhone(), await newPhone()] as const
      await phones[1].phone.uninstall()
      const outcomes = await send(phones.map(({ token }) => token))
      expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'token-dead', 'accepted'])
      expect(phones.map(({ phone }) => phone.notifications.length)).toEqual([1, 0, 1])
      expect(emulator.requests.filter(({ kind }) => kind === 'send')).toHaveLength(1)
    })

    run('auth expiry mid-run', async ({ send, newPhone, emulator, expireAuth }) => {
      const { phone, token } = await newPhone()
      expect(await send([token])).toMatchObject([{ kind: 'accepted' }])
      if (expireAuth === undefined) throw new Error('Give expireAuth, or skip this case with the reason')
      expireAuth()
      // All wait for the one new access token.
      const keys = ['a', 'b', 'c', 'd']
      const outcomes = await Promise.all(keys.map((collapseKey) => send([token], { collapseKey })))
      expect(outcomes.flat().map(({ kind }) => kind)).toEqual(keys.map(() => 'accepted'))
      expect(phone.notifications).toHaveLength(5)
      expect(emulator.requests.filter(({ kind }) => kind === 'token')).toHaveLength(tokenRequests)
    })

    run('collapse shows one', async ({ send, newPhone }) => {
      const { phone, token } = await newPhone()
      await send([token])
      await send([token], { body: 'See you at 7?' })
      expect(shown(phone)).toEqual([['Lin', 'See you at 7?']])
      await send([token], { collapseKey: 'm_20419', msgID: 'm_20419' })
      expect(phone.notifications).toHaveLength(2)
    })

    run('recall', async ({ send, recall, newPhone, isWithdrawn }) => {
      const { phone, token } = await newPhone()
      await send([token], { collapseKey: 'm_1', msgID: 'm_1', body: 'another' })
      await send([token])
      expect(await recall([token], { title: 'Lin', body: 'Message recalled' })).toMatchObject([
        { how: isWithdrawn ? 'withdrawn' : 'covered', outcome: { kind: 'accepted' } },
      ])
      const left = isWithdrawn ? [] : [['Lin', 'Message recalled']]
      expect(shown(phone)).toEqual([['Lin', 'another'], ...left])
    })

    run('receipts', async ({ send, newPhone, box, reports, registerReceipts }) => {
      registerReceipts?.(box.url)
      const { phone, token } = await newPhone()
      const [outcome] = await send([token])
      const about = {
        token,
        msgID: 'm_20418',
        ...(outcome?.kind === 'accepted' ? { vendorRequestID: outcome.requestID } : {}),
      }
      await expect.poll(box.receipts).toMatchObject([{ kind: 'delivered', ...about }])
      const [tapped] = phone.notifications
      if (reports('clicked') && tapped !== undefined) {
        await phone.tap(tapped)
        await expect.poll(box.receipts).toMatchObject([{ kind: 'delivered' }, { kind: 'clicked', ...about }])
      }
      if (reports('push-disabled')) {
        const off = await newPhone()
        off.phone.setSwitches({ notificationsAllowed: false })
        await send([off.token])
        await expect
          .poll(() => box.receipts().at(-1))
          .toMatchObject({ kind: 'push-disabled', token: off.token })
      }
      if (reports('token-dead')) {
        const gone = await newPhone()
        gone.phone.network.goOffline()
        await send([gone.token])
        await gone.phone.uninstall()
        await expect
          .poll(() => box.receipts().at(-1))
          .toMatchObject({ kind: 'token-dead', token: gone.token })
      }
      expect(box.refusals()).toEqual([])
    })

    run('probe', async ({ probe, newPhone, emulator }) => {
      const { phone } = await newPhone()
      expect(await probe()).toMatchObject({ kind: 'accepted' })
      emulator.faults.set('refuse', { code: codes.config, on: ['send', 'token', 'other'] })
      expect(await probe()).toMatchObject({ kind: 'refused', cause: 'config' })
      expect(phone.receivedPushes).toEqual([])
    })
  })
}

interface World extends ContractSubject, VendorWorld {
  /** Where the vendor's receipts come in. */
  box: ReceiptBox
  /** Whether the vendor reports such a thing. */
  reports(kind: ReceiptKind): boolean
  /** The vendor takes back what was sent with this certificate; else it is covered. */
  isWithdrawn: boolean
}

const openWorld = async (options: ContractOptions): Promise<World> => {
  const { vendor, open, changes, coversRecalled } = options
  const subject = await open()
  const channel = channelOf(vendor)
  const box = await startReceiptBox((request) => world.decodeReceipts(request))
  const notification = { ext, ...changes }
  const world = openVendorWorld(vendor, subject, { notification, receiptURL: box.url })
  return {
    ...world,
    box,
    reports: (kind) => channel?.capabilities.receipts.includes(kind) === true,
    isWithdrawn:
      coversRecalled !== true && channel?.recaller?.isFor(certificateOf(vendor, subject.fields)) === true,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await box[Symbol.asyncDispose]()
    },
  }
}

const shown = (phone: Phone): (readonly [string, string])[] =>
  phone.notifications.map(({ title, body }) => [title, body] as const)
