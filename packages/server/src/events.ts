import type { ReceiptKind } from '@carillon/channels'
import type { FinalStage, ReasonCode, VendorId } from '@carillon/protocol'

/**
 * What happens in a running server, one function an event. The one place that writes log lines and
 * counters; the domain knows only this interface. Tests listen here without influence.
 */
export interface ServerEvents {
  /** A frame with a send was parsed and checked; nothing is stored yet. */
  sendReceived(event: { sdkAppID: number; sender: string; receiver: string; random: number }): void
  /** The transaction with message and outbox row is committed; the sender has no answer yet. */
  messageCommitted(event: { sdkAppID: number; msgID: string; duplicate: boolean }): void
  /** The sender has its answer. */
  sendAnswered(event: { sdkAppID: number; msgID: string; durationMs: number }): void
  /** The planner's decisions for a message are made; nothing has been asked of a vendor. */
  planned(event: { sdkAppID: number; msgID: string; devices: number; pushes: number }): void
  /** A request is about to go to a vendor. */
  vendorRequest(event: {
    vendor: VendorId
    certificateID: number
    msgIDs: readonly string[]
    tokens: number
    /** Of pushes asked for the first time: how long ago their message was stored. */
    sinceStoredMs: readonly number[]
  }): void
  /** A vendor answered, or did not; the journal does not know yet. */
  vendorAnswer(event: {
    vendor: VendorId
    certificateID: number
    msgIDs: readonly string[]
    /** Of the request's tokens, those with this answer. */
    tokens: number
    outcome: string
    code: string
    durationMs: number
  }): void
  /** Journal rows are stored. */
  journalWritten(event: { rows: number }): void
  /** An app acknowledged a live copy that was waited for. */
  liveCopyAcknowledged(event: { sdkAppID: number; durationMs: number }): void
  /** A device's part of a message came to its end. */
  deviceFinished(event: {
    sdkAppID: number
    msgID: string
    stage: FinalStage
    reason: ReasonCode
    vendor?: VendorId
  }): void
  /** Every device of every recipient has a final state: the outbox row is gone. */
  outboxFinished(event: { sdkAppID: number; msgID: string }): void
  /** A lane stopped because the vendor refuses its certificate: someone must act. */
  laneStopped(event: { vendor: VendorId; certificateID: number; code: string; text?: string }): void
  laneResumed(event: { vendor: VendorId; certificateID: number }): void
  /** So many of the tokens heard of were declared dead that it is not believed: none of them is marked. */
  deathsDoubted(event: {
    vendor: VendorId
    certificateID: number
    dead: number
    heard: number
    by: 'answers' | 'receipts'
  }): void
  /** A vendor reported about a push: news, known already, or about no push of its certificate. */
  receiptTaken(event: {
    vendor: VendorId
    certificateID: number
    kind: ReceiptKind
    result: 'noted' | 'known' | 'unknown'
  }): void
  /** An app reported about a push to its device: news, known already, or about no push to it. */
  pushReported(event: {
    what: 'shown' | 'tapped'
    result: 'noted' | 'known' | 'unknown'
    vendor?: VendorId
  }): void
  /** A request with receipts was not taken. */
  receiptsRefused(event: { vendor: VendorId; certificateID: number; status: number; text: string }): void
  /** Something somebody should look at; or it is mended. */
  alarmOpened(alarm: AlarmEvent): void
  alarmClosed(alarm: AlarmEvent): void
  /** An app's backend was told or asked of something: it answered or not, or too many others wait. */
  callbackDone(event: {
    sdkAppID: number
    command: string
    result: 'answered' | 'failed' | 'crowded'
    durationMs: number
    /** Why it failed. */
    text?: string
  }): void
  login(event: {
    sdkAppID: number
    userID: string
    deviceID: string
    platform: string
    isReconnect: boolean
  }): void
  loginRefused(event: { sdkAppID: number; userID: string; code: number; desc: string }): void
  connectionOpened(event: { remoteAddress: string }): void
  connectionClosed(event: { code: number; reason: string; userID?: string; deviceID?: string }): void
  /** Something that should not happen did; the server goes on. */
  fault(event: { where: string; error: unknown }): void
}

/** What is told of an alarm. See docs/alarms.md. */
export interface AlarmEvent {
  kind: string
  /** What it is about: a vendor, a certificate's number. */
  subject: string
  severity: 'warning' | 'critical'
  text: string
  value: number | undefined
}
