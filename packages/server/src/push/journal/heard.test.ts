import type { ReasonCode, Stage } from '@carillon/protocol'
import { expect, it } from 'vitest'

import { heardOf } from './heard.ts'
import { progressOf } from './progress.ts'

const entries = (text: string) =>
  text.split(', ').map((entry) => {
    const [stage, reason] = entry.split(' ') as [Stage, ReasonCode]
    return { stage, reason }
  })

it.each([
  ['sent sent, accepted vendor-accepted', 'accepted vendor-accepted'],
  ['accepted vendor-accepted, dropped notifications-off', 'dropped notifications-off'],
  ['accepted vendor-accepted, dropped dropped-for-quota, delivered delivered', 'delivered delivered'],
  ['accepted vendor-accepted, delivered delivered, dropped not-shown', 'delivered delivered'],
  ['accepted vendor-accepted, waiting held-by-phone', 'accepted vendor-accepted'],
  ['accepted vendor-accepted, waiting held-by-phone, delivered delivered', 'delivered delivered'],
  ['accepted vendor-accepted, delivered delivered, tapped tapped', 'tapped tapped'],
  ['accepted vendor-accepted, tapped tapped, delivered delivered', 'tapped tapped'],
  ['accepted vendor-accepted, tapped tapped, tapped tap-failed', 'tapped tap-failed'],
  ['accepted vendor-accepted, delivered delivered, recalled withdrawn', 'recalled withdrawn'],
  ['accepted vendor-accepted, recalled covered, delivered delivered', 'recalled covered'],
  ['accepted vendor-accepted, delivered delivered, unrecalled recall-failed', 'delivered delivered'],
  ['accepted vendor-accepted, waiting recalling', 'accepted vendor-accepted'],
  ['decided device-foreground, acknowledged acknowledged', 'acknowledged acknowledged'],
  ['acknowledged acknowledged, delivered delivered', 'acknowledged acknowledged'],
  ['acknowledged acknowledged, dropped not-shown', 'acknowledged acknowledged'],
  ['acknowledged acknowledged, tapped tapped', 'tapped tapped'],
  ['sent sent, waiting outcome-unknown, delivered delivered', 'delivered delivered'],
])('%s: %s', (text, expected) => {
  const list = entries(text)
  const { state, reason } = heardOf(progressOf(list), list)
  expect(`${state} ${reason}`).toBe(expected)
})
