import { describe, expect, it } from 'vitest'

import { closingLine, countTests, failuresIn, readClosingLine, type VitestReport } from './counts.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

const report = (
  numPassedTests: number,
  numFailedTests: number,
  numPendingTests: number,
  ...testResults: VitestReport['testResults'][number][]
): VitestReport => ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests: 0, testResults })

describe('countTests', () => {
  it.each([
    ['all pass', report(2, 0, 0, file('passed', 'passed', 'passed')), 0, '2 passed, 0 failed'],
    ['one fails', report(1, 1, 0, file('failed', 'passed', 'failed')), 1, '1 passed, 1 failed'],
    [
      'one is skipped',
      report(1, 0, 1, file('passed', 'passed', 'pending')),
      0,
      '1 passed, 0 failed, 1 skipped',
    ],
    [
      'a file that cannot be loaded',
      report(1, 0, 0, file('passed', 'passed'), file('failed')),
      1,
      '1 passed, 1 failed',
    ],
    [
      'a hook that fails after passed tests',
      report(1, 0, 0, file('failed', 'passed')),
      1,
      '1 passed, 1 failed',
    ],
    [
      'an unhandled error beside passed tests',
      report(3, 0, 0, file('passed', 'passed')),
      1,
      '3 passed, 1 failed',
    ],
    ['no test found', report(0, 0, 0), 0, '0 passed, 1 failed'],
    ['no report: vitest itself crashed', undefined, 134, '0 passed, 1 failed'],
  ] as const)('%s', (_, given, exitCode, line) => {
    expect(closingLine(countTests(given, exitCode))).toBe(line)
  })
})

describe('readClosingLine', () => {
  it.each([
    ['noise\n12 passed, 3 failed\n', { passed: 12, failed: 3, skipped: 0 }],
    ['12 passed, 0 failed, 4 skipped\n\n', { passed: 12, failed: 0, skipped: 4 }],
    ['12 passed, 0 failed\nand then it crashed\n', undefined],
    ['', undefined],
  ])('%j', (output, counts) => {
    expect(readClosingLine(output)).toEqual(counts)
  })
})

describe('failuresIn', () => {
  it.each([
    [
      '\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m a.test.ts\u001b[2m > \u001b[22mholds\n',
      ['a.test.ts > holds'],
    ],
    [
      ' FAIL  a.test.ts > holds\n FAIL  a.test.ts > holds\n FAIL  b.test.ts\n',
      ['a.test.ts > holds', 'b.test.ts'],
    ],
    ['a test that says FAIL\n12 passed, 0 failed\n', []],
  ])('%j', (output, failures) => {
    expect(failuresIn(output)).toEqual(failures)
  })
})
