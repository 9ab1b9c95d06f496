import type { PushNotification } from '@carillon/channels'
import type { PushReason, ReasonCode, Stage, VendorId, VendorWords } from '@carillon/protocol'

import type { CommittedMessage } from '../../presence/types.ts'
import { deviceKeyText, type DeviceProgress } from '../journal/progress.ts'
import type { LanePush } from '../lanes/types.ts'
import type { UnreachedReason } from '../planner/types.ts'
import type { QuotaKey } from '../quota/counts.ts'

/**
 * Where one device's part of a message stands in memory. DECIDING → LIVE | LANE | ENDED;
 * LIVE → ENDED when acknowledged, → DECIDING when not; LANE → ENDED | WAITING | DECIDING by the vendor's
 * answer; WAITING → DECIDING when its time is up. Any → ENDED.
 */
export type JobState = 'deciding' | 'live' | 'lane' | 'waiting' | 'ended'

/** One device's part of an open message. */
export interface Job extends LanePush {
  readonly open: OpenMessage
  readonly userID: string
  readonly deviceID: string
  state: JobState
  /** A request with it is out. */
  isInFlight: boolean
  /** Its live copy was acknowledged, which by itself does not end a push to the background. */
  isAcknowledged: boolean
  unreached?: UnreachedReason
  /** As the story tells it last; a repeated decision is not told again. */
  toldReason?: PushReason
  toldToken?: string
  toldWait?: ReasonCode
  /** It has had a place in its lane. */
  hasHadPlace?: true
  certificateID?: number
  vendor?: VendorId
  tokenRegisteredAtMs: number
  /** Another vendor of the device can be asked. */
  hasFallback: boolean
  /** Tokens whose vendors have refused it, while others were left. */
  refusedTokens?: ReadonlySet<string>
  /** What of vendors' shares was counted for it. */
  counts?: readonly QuotaKey[]
  /** No vendor took it before its deadline; it has been given as long again, with what else waits. */
  isLate?: true
  /** While it waits: until when, and for a certificate if that is what it waits for. */
  dueAtMs?: number
  waitsForCertificateID?: number
  /** Times it was planned again because its token died while a newer one was registered. */
  renewedTokens: number
  /** The departure from its device it was last decided anew for. */
  heardDepartureAtMs?: number
  endWait?: () => void
}

/** How a message came to be open. */
export type Origin = 'fresh' | 'taken-up' | 'restarted'

/** A message that is being worked on. */
export interface OpenMessage {
  readonly message: CommittedMessage
  readonly msgID: string
  readonly sdkAppID: number
  readonly origin: Origin
  /** Set for an online-only message, which has no outbox row: devices its live copies went to. */
  readonly reachedDeviceIDs?: ReadonlySet<string>
  /** What the journal tells of earlier work, by `deviceKeyText`. */
  readonly progress: ReadonlyMap<string, DeviceProgress>
  readonly jobs: Map<string, Job>
  /** Devices that acknowledged before anything was decided about them. */
  readonly acknowledged: Set<string>
  readonly openedAtMs: number
  leaseUntilMs: number
  /** Recipients about whom nothing is decided yet. */
  undecided: number
  /** Jobs that have not ended. */
  openJobs: number
  /** Jobs among them that wait. */
  waitingJobs: number
  /** Devices the journal knows from earlier work, by user. */
  readonly knownDevices: ReadonlyMap<string, readonly string[]>
  isClosed: boolean
  /** Recipients who have read it since it was opened. */
  readonly readBy: Set<string>
  /** Told of each step of its devices from the first wait on; only a self test listens. */
  readonly onStep?: (step: { stage: Stage; reason: ReasonCode; words?: VendorWords }) => void
}

/** What opens a message. */
export interface Opening {
  message: CommittedMessage
  origin: Origin
  nowMs: number
  leaseUntilMs: number
  progress?: ReadonlyMap<string, DeviceProgress>
  acknowledged?: Iterable<string>
  reachedDeviceIDs?: ReadonlySet<string>
}

export const openMessage = (opening: Opening): OpenMessage => ({
  message: opening.message,
  msgID: opening.message.record.msgID,
  sdkAppID: opening.message.record.sdkAppID,
  origin: opening.origin,
  ...(opening.reachedDeviceIDs === undefined ? {} : { reachedDeviceIDs: opening.reachedDeviceIDs }),
  progress: opening.progress ?? new Map<string, DeviceProgress>(),
  jobs: new Map(),
  acknowledged: new Set(opening.acknowledged),
  openedAtMs: opening.nowMs,
  leaseUntilMs: opening.leaseUntilMs,
  undecided: opening.message.recipients.length,
  openJobs: 0,
  waitingJobs: 0,
  knownDevices: devicesByUser(opening.progress?.keys() ?? []),
  isClosed: false,
  readBy: new Set(),
})

const devicesByUser = (keys: Iterable<string>): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const key of keys) {
    const [userID = '', deviceID = ''] = key.split('\n')
    const devices = found.get(userID)
    if (devices) devices.push(deviceID)
    else found.set(userID, [deviceID])
  }
  return found
}

/** Moves a job on. The one place that does, so that its message knows how many of its jobs wait. */
export const become = (job: Job, state: JobState): void => {
  if (job.state === 'waiting') job.open.waitingJobs -= 1
  if (state === 'waiting') job.open.waitingJobs += 1
  job.state = state
}

const noNotification: PushNotification = {
  msgID: '',
  title: '',
  body: '',
  ext: '',
  collapseKey: '',
  deadlineMs: 0,
  options: {},
}

/** Adds a device to an open message, with what the journal tells of it. */
export const addJob = (open: OpenMessage, userID: string, deviceID: string): Job => {
  const key = deviceKeyText(userID, deviceID)
  const progress = open.progress.get(key)
  const job: Job = {
    open,
    msgID: open.msgID,
    userID,
    deviceID,
    state: 'deciding',
    isInFlight: false,
    isAcknowledged: open.acknowledged.has(key),
    token: '',
    tokenRegisteredAtMs: 0,
    hasFallback: false,
    notification: noNotification,
    plannedAtMs: 0,
    attempts: progress?.attempts ?? 0,
    unknowns: progress?.unknowns ?? 0,
    renewedTokens: 0,
    // What waited in the outbox goes on where it was; after a crash the story is told anew.
    ...(open.origin === 'taken-up' && progress?.pushReason !== undefined
      ? { toldReason: progress.pushReason, toldWait: progress.reason }
      : {}),
  }
  open.jobs.set(key, job)
  open.openJobs += 1
  return job
}

/** Forgets an open message without an end: others have it now, or the server stops. */
export const letGo = (open: OpenMessage): void => {
  open.isClosed = true
  for (const job of open.jobs.values()) job.endWait?.()
}

/** Whether its sender, or somebody else who may, has taken a message back. */
export const isRecalled = ({ message }: OpenMessage): boolean => message.record.recalled !== undefined

/** Until when the devices of a message wait that have not ended, at the earliest, and for which certificates. */
export const waitOf = ({ jobs }: OpenMessage): { dueAtMs: number; certificateIDs: readonly number[] } => {
  const rest = [...jobs.values()].filter((job) => job.state !== 'ended')
  return {
    dueAtMs: rest.reduce((earliest, job) => Math.min(earliest, job.dueAtMs ?? 0), Infinity),
    certificateIDs: [...new Set(rest.flatMap((job) => job.waitsForCertificateID ?? []))],
  }
}
