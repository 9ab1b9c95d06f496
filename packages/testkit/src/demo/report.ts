import { formatStory } from '@carillon/server'

import { columns, type Screen } from '../cli/screen.ts'
import { trayCard } from '../cli/tray-card.ts'
import type { PhoneResult } from './demo.ts'

/** Prints what each phone shows, and its push story. */
export const printResults = (screen: Screen, results: readonly PhoneResult[]): void => {
  for (const result of results) {
    screen.write()
    for (const line of trayCard(screen, `${result.phone} (${result.vendor})`, result.notifications))
      screen.write(line)
    if (result.story) screen.write(formatStory(result.story, { columns }).trimEnd())
  }
  screen.write()
}

/** Prints how it went, a line a phone. Answers whether every phone shows exactly its notification. */
export const printSummary = (screen: Screen, results: readonly PhoneResult[], totalMs: number): boolean => {
  for (const { phone, problem, elapsedMs } of results) {
    if (problem === undefined)
      screen.write(
        `${screen.good('✓')} ${phone}: one notification, ${Math.round(elapsedMs ?? 0)} ms after sendMessage`,
      )
    else screen.write(`${screen.bad('✗')} ${phone} ${problem}`)
  }
  const ringing = results.filter((result) => result.problem === undefined).length
  screen.write()
  screen.write(
    `${ringing} of ${results.length} sleeping phones show their notification. ${(totalMs / 1000).toFixed(1)} s in all.`,
  )
  return ringing === results.length
}
