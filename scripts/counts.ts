import { stripVTControlCharacters } from 'node:util'

/** How many checks of a run passed and failed. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** The parts of vitest's JSON report that are counted. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[]
}

/**
 * Counts a test run. A file that failed outside its tests counts as one failed, and so does a run
 * that failed otherwise: no report, an unhandled error, or no test at all.
 *
 * @param report undefined when vitest left none
 */
export const countTests = (report: VitestReport | undefined, exitCode: number): Counts => {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const passed = report.numPassedTests
  const failed = report.numFailedTests + brokenFiles
  const failedOtherwise = failed === 0 && (exitCode !== 0 || passed === 0)
  return {
    passed,
    failed: failedOtherwise ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The line a run ends with. */
export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`

/** Reads the closing line back from what a run printed; undefined when it did not come to one. */
export const readClosingLine = (output: string): Counts | undefined => {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last.trim())
  if (found === null) return undefined
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) }
}

/** The tests a run of vitest says failed, as it names them; without colours, each once. */
export const failuresIn = (output: string): string[] => {
  const lines = stripVTControlCharacters(output).split('\n')
  const failed = lines.flatMap((line) => /^ *FAIL +(\S.*)$/.exec(line)?.[1] ?? [])
  return [...new Set(failed)]
}
