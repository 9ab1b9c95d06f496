import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { accepted, refused, retry, tokenDead, unknown } from '../testing/vendor.ts'
import { gateAfter, openGate, stoppedGate, verdictOf, type Gate } from './gate.ts'
import { backoffMs, nextStep } from './next-step.ts'
import { createTokenBucket } from './token-bucket.ts'
import { defaultLaneOptions } from './types.ts'

const nowMs = 1_000_000
const options = {
  ...defaultLaneOptions,
  failuresToShut: 2,
  shutBaseMs: 100,
  shutMaxMs: 300,
  stopBaseMs: 1_000,
  stopMaxMs: 3_000,
}

describe('the step after an answer', () => {
  const step = (
    outcome: Outcome,
    change: { attempts?: number; unknowns?: number; configRefusals?: number; deadlineMs?: number } = {},
  ) =>
    nextStep(outcome, {
      push: {
        attempts: change.attempts ?? 1,
        unknowns: change.unknowns ?? 0,
        ...(change.configRefusals === undefined ? {} : { configRefusals: change.configRefusals }),
        notification: { deadlineMs: change.deadlineMs ?? nowMs + 86_400_000 },
      },
      sentAtMs: nowMs - 50,
      nowMs,
      options,
      random: 0.5,
    })

  it.each<[string, Outcome, object, object]>([
    [
      'accepted',
      accepted,
      {},
      { kind: 'final', stage: 'accepted', reason: 'vendor-accepted', requestID: 'r-1' },
    ],
    ['a dead token: as of the request', tokenDead(), {}, { kind: 'token-dead', sinceMs: nowMs - 50 }],
    ['a dead token: as the vendor says', tokenDead(7), {}, { kind: 'token-dead', sinceMs: 7 }],
    [
      'retry: half of 500 ms doubled once',
      retry('HTTP 503'),
      {},
      { kind: 'wait', reason: 'vendor-busy', untilMs: nowMs + 500, gated: false },
    ],
    ['retry, third time', retry('HTTP 503'), { attempts: 3 }, { kind: 'wait', untilMs: nowMs + 2_000 }],
    [
      'retry, Retry-After obeyed and jittered',
      retry('HTTP 429', 60_000),
      {},
      { kind: 'wait', untilMs: nowMs + 60_500 },
    ],
    ['not reached', retry('UNREACHABLE'), {}, { kind: 'wait', reason: 'vendor-unreachable' }],
    [
      'retry past the deadline',
      retry('HTTP 503', 10_000),
      { deadlineMs: nowMs + 10_000 },
      { kind: 'final', stage: 'expired', reason: 'deadline-passed', words: { code: 'HTTP 503' } },
    ],
    ['unknown', unknown, { unknowns: 1 }, { kind: 'wait', reason: 'outcome-unknown' }],
    [
      'unknown for the last time',
      unknown,
      { unknowns: 5 },
      { kind: 'final', stage: 'expired', reason: 'no-answer' },
    ],
    [
      'payload',
      refused('payload'),
      {},
      { kind: 'final', stage: 'refused', reason: 'refused-payload', words: { code: 'payload' } },
    ],
    [
      'config, of this push alone, and the certificate works',
      refused('config'),
      { configRefusals: 2 },
      { kind: 'wait', reason: 'certificate-rechecked', gated: false },
    ],
    [
      'config, of this push alone, for the last time',
      refused('config'),
      { configRefusals: 3 },
      { kind: 'final', stage: 'refused', reason: 'refused-config' },
    ],
    ['quota', refused('quota'), {}, { kind: 'final', stage: 'refused', reason: 'refused-quota' }],
    [
      'quota that resets in time',
      refused('quota', 'quota', nowMs + 60_000),
      {},
      { kind: 'wait', reason: 'quota-exhausted', untilMs: nowMs + 60_250 },
    ],
    [
      'quota that resets too late',
      refused('quota', 'quota', nowMs + 60_000),
      { deadlineMs: nowMs + 60_000 },
      { kind: 'final', reason: 'refused-quota' },
    ],
  ])('%s', (_name, outcome, change, expected) => {
    expect(step(outcome, change)).toMatchObject(expected)
  })

  it('backs off with full jitter inside its bounds', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
        const pauseMs = backoffMs(attempts, options, random)
        expect(pauseMs).toBeGreaterThanOrEqual(0)
        expect(pauseMs).toBeLessThanOrEqual(
          Math.min(options.backoffMaxMs, options.backoffBaseMs * 2 ** attempts),
        )
      }),
    )
  })
})

describe('the gate', () => {
  const after = (gate: Gate, outcomes: Outcome[], isTrial = false, atMs = nowMs) =>
    gateAfter(gate, verdictOf(outcomes), isTrial, atMs, options)
  const trial = (gate: Gate): Gate => {
    if (gate.kind !== 'shut') throw new Error(`expected a shut gate, got ${gate.kind}`)
    return { ...gate, kind: 'trial' }
  }

  it('shuts after failures in a row, not before', () => {
    const once = after(openGate, [unknown])
    expect(once).toEqual({ kind: 'open', failures: 1 })
    expect(after(once, [accepted])).toEqual(openGate)
    expect(after(once, [retry('HTTP 503')])).toMatchObject({
      kind: 'shut',
      why: 'fault',
      reason: 'vendor-busy',
      untilMs: nowMs + 100,
    })
  })

  it.each([
    ['asks for patience', retry('HTTP 503'), 'vendor-busy'],
    ['cannot be reached', retry('UNREACHABLE'), 'vendor-unreachable'],
    // What became of a request that was sent is not known; what waits behind it was not sent.
    ['does not answer', unknown, 'vendor-unreachable'],
  ])('tells those who wait that the vendor %s', (_, outcome, reason) => {
    expect(after({ kind: 'open', failures: 1 }, [outcome])).toMatchObject({ kind: 'shut', reason })
  })

  it('takes one answered token as a sign that the way is free', () => {
    expect(after({ kind: 'open', failures: 1 }, [retry('HTTP 503'), tokenDead()])).toEqual(openGate)
  })

  it('opens after a trial, or shuts for twice as long up to the bound', () => {
    let gate = after({ kind: 'open', failures: 1 }, [unknown])
    for (const pauseMs of [200, 300, 300]) {
      gate = after(trial(gate), [unknown], true)
      expect(gate).toMatchObject({ kind: 'shut', untilMs: nowMs + pauseMs })
    }
    expect(after(trial(gate), [accepted], true)).toEqual(openGate)
  })

  it('waits at least as long as the vendor asks', () => {
    expect(after({ kind: 'open', failures: 1 }, [retry('HTTP 429', 9_000)])).toMatchObject({
      untilMs: nowMs + 9_000,
    })
  })

  it('hears only the trial once the certificate is refused', () => {
    const stopped = stoppedGate(openGate, { code: 'C' }, nowMs, options)
    expect(stopped).toMatchObject({
      why: 'certificate',
      reason: 'lane-stopped',
      times: 1,
      untilMs: nowMs + 1_000,
    })
    expect(after(stopped, [accepted])).toBe(stopped)
    expect(after(trial(stopped), [unknown], true)).toMatchObject({
      why: 'certificate',
      times: 2,
      untilMs: nowMs + 2_000,
    })
    expect(after(trial(stopped), [accepted], true)).toEqual(openGate)
  })
})

describe('the token bucket', () => {
  it('lets through no more than its rate and one second’s worth', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 50 }), (pauses) => {
        const bucket = createTokenBucket(10, 10, 0)
        let atMs = 0
        let taken = 0
        for (const pauseMs of pauses) {
          atMs += pauseMs
          if (bucket.waitMs(1, atMs) > 0) continue
          bucket.take(1, atMs)
          taken += 1
        }
        expect(taken).toBeLessThanOrEqual(10 + (atMs * 10) / 1_000 + 1)
      }),
    )
  })

  it('says when there is room again', () => {
    const bucket = createTokenBucket(10, 10, 0)
    bucket.take(10, 0)
    expect(bucket.waitMs(1, 0)).toBe(100)
    expect(bucket.waitMs(1, 100)).toBe(0)
    expect(bucket.waitMs(1_000, 100)).toBe(900)
  })
})
