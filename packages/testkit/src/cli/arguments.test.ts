import { describe, expect, it } from 'vitest'

import { parseArguments } from './arguments.ts'

it('has a default for everything', () => {
  expect(parseArguments([])).toEqual({
    once: false,
    json: false,
    help: false,
    port: 8480,
    waitMs: 20_000,
    faults: [],
  })
})

it.each([
  [['--once', '--json', '--port', '0', '--wait=3'], { once: true, json: true, port: 0, waitMs: 3000 }],
  [
    ['--refuse', 'fcm'],
    { faults: [{ vendor: 'fcm', name: 'refuse', options: { code: 'INVALID_ARGUMENT' } }] },
  ],
  [
    ['--refuse', 'xiaomi=200001'],
    { faults: [{ vendor: 'xiaomi', name: 'refuse', options: { code: 200_001 } }] },
  ],
  [
    ['--refuse', 'xiaomi', '--fault', 'fcm:unavailable'],
    {
      faults: [
        { vendor: 'xiaomi', name: 'refuse', options: { code: 22_006 } },
        { vendor: 'fcm', name: 'unavailable', options: {} },
      ],
    },
  ],
  [
    ['--fault', 'fcm:hang,processed=true,times=1'],
    { faults: [{ vendor: 'fcm', name: 'hang', options: { processed: true, times: 1 } }] },
  ],
  [
    ['--fault', 'xiaomi:wrong-json,body={"a":1=2'],
    { faults: [{ vendor: 'xiaomi', name: 'wrong-json', options: { body: '{"a":1=2' } }] },
  ],
])('%j', (args, expected) => {
  expect(parseArguments(args)).toMatchObject(expected)
})

describe('says what is wrong', () => {
  it.each([
    [['--port', '99999'], /--port: expected a whole number from 0 to 65535, got "99999"/],
    [['--port', 'eighty'], /got "eighty"/],
    [['--wait', '0'], /--wait/],
    [['--refuse', 'nokia'], /"nokia" is not a vendor/],
    [['--refuse', 'fcm='], /say with which code/],
    [['--fault', 'fcm'], /say which fault/],
    [['--fault', 'fcm:slow,delayMs'], /expected <option>=<value>/],
    [['--twice'], /--twice.*--help/],
    [['now'], /now.*--help/],
  ])('%j', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message)
  })
})
