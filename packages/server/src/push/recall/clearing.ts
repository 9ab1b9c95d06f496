import { capabilities, type ClearOrder, type ClearOutcome } from '@carillon/channels'
import type { ReasonCode, Stage, VendorWords } from '@carillon/protocol'

import type { UserKey } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { collapseKeyOf } from '../planner/collapse-key.ts'
import type { ReadMark } from '../types.ts'
import { findClearTargets, type ClearTarget } from './clear-targets.ts'
import { TakingBack, type TakeBackPush, type TakenBack, type TakingBackParts } from './taking-back.ts'

/** Takes notifications of what was read elsewhere off a user's devices, where the app's settings ask for it. */
export interface Clearing {
  /**
   * Takes what a user has read off the user's devices. Resolves when the vendors are being asked.
   * @param isMeant which devices: not the one where it was read, for the app there clears its own
   */
  clear(user: UserKey, marks: readonly ReadMark[], isMeant: (deviceID: string) => boolean): Promise<void>
  /** Sends no more; resolves when no request is in flight. */
  drain(): Promise<void>
  /** Lets go of what is left: the notifications stay. */
  close(): void
}

/** What a clearing is made from. */
export interface ClearingParts extends TakingBackParts {
  db: Db
  tenants: Pick<Tenants, 'app' | 'certificate' | 'onCertificateChanged'>
  journal: Pick<JournalWriter, 'append' | 'flush' | 'isFull' | 'room'>
}

/** What one device shows of one conversation. */
interface ClearPush extends TakeBackPush {
  readonly user: UserKey
  readonly deviceID: string
  readonly targets: readonly ClearTarget[]
  readonly order: ClearOrder
}

/** After this long a notification is left where it is. */
const clearForMs = 3_600_000
/** Held in memory at once; beyond, notifications are left where they are, as the journal tells. */
const maxClears = 20_000

/** What is read while a device is being asked about the same conversation waits for the answer. */
export const createClearing = (parts: ClearingParts): Clearing => {
  const { db, clock, tenants, journal, client } = parts
  const again = new Map<string, { user: UserKey; mark: ReadMark }>()
  let isClosed = false

  const takingBack = new TakingBack<ClearPush, ClearOutcome['how']>({
    ...parts,
    isBatched: false,
    where: 'clearing lane',
    // Nothing is asked for one that has ended meanwhile.
    ask: async (vendor, request, push) =>
      push === undefined ? [] : await client.clear(vendor, { ...request, order: push.order }),
    ended(push, end) {
      tell(push.user, push.targets, ...entryOf(end), end.words, idOf(end))
      const next = again.get(push.key)
      again.delete(push.key)
      if (next === undefined) return
      const { deviceID } = push
      clear(next.user, [next.mark], (other) => other === deviceID).catch((error: unknown) => fault(error))
    },
  })
  const fault = (error: unknown): void => parts.events.fault({ where: 'clearing', error })

  const tell = (
    { sdkAppID, userID }: UserKey,
    targets: readonly ClearTarget[],
    stage: Stage,
    reason: ReasonCode,
    words?: VendorWords,
    requestID?: string,
  ): void =>
    journal.append(
      targets.map(({ deviceID, msgID, certificateID, vendor }) => ({
        atMs: clock.now(),
        sdkAppID,
        msgID,
        userID,
        deviceID,
        stage,
        reason,
        certificateID,
        vendor,
        ...(words === undefined ? {} : { vendorWords: words }),
        ...(requestID === undefined ? {} : { vendorRequestID: requestID }),
      })),
    )

  const begin = (user: UserKey, targets: readonly ClearTarget[], mark: ReadMark): void => {
    const last = targets.at(-1)
    if (last === undefined) return
    const { vendor, certificateID, address } = last
    const key = keyOf(user, last)
    if (takingBack.has(key)) return void again.set(key, { user, mark: widest(again.get(key)?.mark, mark) })
    if (capabilities[vendor]?.clears === 'none') return tell(user, targets, 'uncleared', 'clear-unsupported')
    if (address === undefined) return tell(user, targets, 'uncleared', 'clear-unaddressed')
    if (takingBack.size >= maxClears)
      return tell(user, targets, 'uncleared', 'clear-failed', {
        code: 'TOO_MANY',
        text: 'too many at once',
      })
    const nowMs = clock.now()
    const order = orderOf(targets, address, nowMs + clearForMs)
    takingBack.add({
      key,
      user,
      deviceID: last.deviceID,
      targets,
      order,
      address: { vendor, certificateID },
      msgID: last.msgID,
      token: address.token,
      notification: {
        msgID: last.msgID,
        title: '',
        body: '',
        ext: '',
        collapseKey: collapseKeyOf(last.msgID),
        deadlineMs: order.deadlineMs,
        options: {},
      },
      plannedAtMs: nowMs,
      attempts: 0,
      unknowns: 0,
    })
  }

  const clear: Clearing['clear'] = async (user, marks, isMeant) => {
    const read = marks.filter(({ afterSeq, readSeq }) => readSeq > afterSeq)
    if (isClosed || read.length === 0) return
    const app = await tenants.app(user.sdkAppID)
    if (app?.settings.push.clearWhenRead !== true) return
    await journal.flush()
    const targets = await findClearTargets(db, user, read, clock.now())
    const places = new Map<string, ClearTarget[]>()
    for (const target of targets) {
      if (!isMeant(target.deviceID)) continue
      const key = `${keyOf(user, target)}\n${target.certificateID}`
      const others = places.get(key)
      if (others) others.push(target)
      else places.set(key, [target])
    }
    for (const shown of places.values()) {
      const mark = read.find(({ conversationID }) => conversationID === shown[0]?.conversationID)
      if (mark !== undefined && !isClosed) begin(user, shown, mark)
    }
  }

  return {
    clear,
    drain: async () => await takingBack.drain(),
    close() {
      isClosed = true
      again.clear()
      takingBack.close()
    },
  }
}

const keyOf = ({ sdkAppID, userID }: UserKey, { deviceID, conversationID }: ClearTarget): string =>
  `${sdkAppID}\n${userID}\n${deviceID}\n${conversationID}`

const widest = (one: ReadMark | undefined, other: ReadMark): ReadMark => ({
  ...other,
  afterSeq: Math.min(one?.afterSeq ?? other.afterSeq, other.afterSeq),
  readSeq: Math.max(one?.readSeq ?? other.readSeq, other.readSeq),
})

const orderOf = (
  targets: readonly ClearTarget[],
  { isHarmonyOS, badgeCount }: NonNullable<ClearTarget['address']>,
  deadlineMs: number,
): ClearOrder => {
  const setsBadge = targets.some(
    ({ vendor, raisesBadge }) => raisesBadge && capabilities[vendor]?.setsBadge === true,
  )
  return {
    shown: targets.map(({ msgID }) => ({
      msgID,
      collapseKey: collapseKeyOf(msgID),
      ...(isHarmonyOS ? { isHarmonyOS: true as const } : {}),
    })),
    ...(setsBadge ? { badgeCount } : {}),
    deadlineMs,
  }
}

const entryOf = (end: TakenBack<ClearOutcome['how']>): [Stage, ReasonCode] => {
  if (end.kind === 'done') return ['cleared', end.how === 'told' ? 'clear-told' : 'cleared']
  const isUnsupported = end.kind === 'failed' && unsupportedCodes.has(end.words?.code)
  return ['uncleared', isUnsupported ? 'clear-unsupported' : `clear-${end.kind}`]
}

/** What channels say where nothing can be taken away: of this certificate, or of this kind of phone. */
const unsupportedCodes: ReadonlySet<string | undefined> = new Set(['NOT_CLEARABLE', 'NO_RECALL'])

const idOf = (end: TakenBack<ClearOutcome['how']>): string | undefined =>
  end.kind === 'done' ? end.requestID : undefined
