import type { Outcome, ReasonCode, VendorWords } from '@carillon/protocol'

import type { LaneOptions } from './types.ts'

/**
 * OPEN → SHUT when the vendor fails too often in a row, or refuses the certificate (then the lane is
 * "stopped"). SHUT → TRIAL when its time is up and one request or probe goes out. TRIAL → OPEN when that
 * works, → SHUT for twice as long when not. A mended certificate opens it at once.
 */
export type Gate =
  | { kind: 'open'; failures: number }
  | (ShutCause & { kind: 'shut'; untilMs: number })
  | (ShutCause & { kind: 'trial' })

/** Why a gate is not open. */
export interface ShutCause {
  why: 'fault' | 'certificate'
  /** What the story says about those who wait. */
  reason: ReasonCode
  words: VendorWords
  /** Times it was shut in a row. */
  times: number
}

/** What a whole request's outcomes say about the way to the vendor. */
export type Verdict =
  | { kind: 'works' }
  | { kind: 'fails'; reason: ReasonCode; words: VendorWords; afterMs: number }

type GateTimes = Pick<LaneOptions, 'failuresToShut' | 'shutBaseMs' | 'shutMaxMs' | 'stopBaseMs' | 'stopMaxMs'>

export const openGate: Gate = { kind: 'open', failures: 0 }

/** One token that was answered for shows that the way is free, whatever the answer was. */
export const verdictOf = (outcomes: readonly Outcome[]): Verdict => {
  const failures = outcomes.filter((outcome) => outcome.kind === 'retry' || outcome.kind === 'unknown')
  const [first] = failures
  if (first === undefined || failures.length < outcomes.length) return { kind: 'works' }
  return {
    kind: 'fails',
    reason: failureReason(first),
    words: first.words,
    afterMs: Math.max(...failures.map((outcome) => (outcome.kind === 'retry' ? (outcome.afterMs ?? 0) : 0))),
  }
}

// Told of those who wait, which were not sent: of them nothing is unknown.
const failureReason = (outcome: Extract<Outcome, { kind: 'retry' | 'unknown' }>): ReasonCode =>
  outcome.kind === 'unknown' || outcome.words.code === 'UNREACHABLE' ? 'vendor-unreachable' : 'vendor-busy'

/**
 * The gate after an answer that did not refuse the certificate. What was sent before the certificate was
 * refused says nothing about it, so then only the trial's answer counts.
 */
export const gateAfter = (
  gate: Gate,
  verdict: Verdict,
  isTrial: boolean,
  nowMs: number,
  times: GateTimes,
): Gate => {
  if (gate.kind !== 'open' && gate.why === 'certificate' && !isTrial) return gate
  if (verdict.kind === 'works') return openGate
  if (gate.kind === 'open') {
    const failures = gate.failures + 1
    if (failures < times.failuresToShut) return { kind: 'open', failures }
  } else if (!isTrial) return gate
  // A refused certificate that could not be tried stays refused.
  if (gate.kind !== 'open' && gate.why === 'certificate') return stoppedGate(gate, gate.words, nowMs, times)
  const shutTimes = gate.kind === 'open' ? 1 : gate.times + 1
  const pauseMs = Math.max(
    verdict.afterMs,
    Math.min(times.shutMaxMs, times.shutBaseMs * 2 ** (shutTimes - 1)),
  )
  const { reason, words } = verdict
  return { kind: 'shut', why: 'fault', reason, words, times: shutTimes, untilMs: nowMs + pauseMs }
}

/** The gate of a lane whose certificate is refused. */
export const stoppedGate = (gate: Gate, words: VendorWords, nowMs: number, times: GateTimes): Gate => {
  const before = timesStopped(gate)
  const pauseMs = Math.min(times.stopMaxMs, times.stopBaseMs * 2 ** before)
  const untilMs = nowMs + pauseMs
  return { kind: 'shut', why: 'certificate', reason: 'lane-stopped', words, times: before + 1, untilMs }
}

/** The gate while the vendor is asked about the certificate. */
export const examiningGate = (gate: Gate, words: VendorWords): Gate => ({
  kind: 'trial',
  why: 'certificate',
  reason: 'lane-stopped',
  words,
  times: timesStopped(gate),
})

/** How often in a row the certificate was found refused. */
export const timesStopped = (gate: Gate): number =>
  gate.kind !== 'open' && gate.why === 'certificate' ? gate.times : 0
