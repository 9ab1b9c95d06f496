import { describe, expect, it } from 'vitest'
import { allVendors, parseCommandLine } from './options.ts'

const options = (...args: string[]) => {
  const request = parseCommandLine(args)
  return request.kind === 'serve' ? request.options : undefined
}

it('listens on this machine alone, on free ports, unless it is told otherwise', () => {
  expect(options()).toEqual({
    vendors: allVendors,
    host: '127.0.0.1',
    port: 0,
    ports: {},
    proxyPort: 0,
    controlHost: '127.0.0.1',
    controlPort: 0,
    hostNames: [],
    vendorHostNames: {},
    untilStdinEnds: false,
    quiet: false,
  })
})

describe('the command line', () => {
  it.each([
    [['--vendors', 'fcm, apns,fcm'], { vendors: ['fcm', 'apns'] }],
    [
      ['--port=443', '--proxy-port', '3128', '--control-port', '8481'],
      { port: 443, proxyPort: 3128, controlPort: 8481 },
    ],
    [['--ports', 'fcm=9001,apns=9002'], { ports: { fcm: 9001, apns: 9002 } }],
    [['--host', '0.0.0.0', '--control-host', '::1'], { host: '0.0.0.0', controlHost: '::1' }],
    [
      ['--host-names', 'push.test,fcm=my-fcm.test,192.168.1.5'],
      { hostNames: ['push.test', '192.168.1.5'], vendorHostNames: { fcm: ['my-fcm.test'] } },
    ],
    [['--data', '/tmp/lab', '--ca-file', 'ca.pem'], { dataFolder: '/tmp/lab', caFile: 'ca.pem' }],
    [['--seed', '7', '--quiet'], { seed: 7, quiet: true }],
  ])('%j', (args, expected) => {
    expect(options(...args)).toMatchObject(expected)
  })

  it.each([
    [['--help'], 'help'],
    [['-h', '--port', '1'], 'help'],
    [['--version'], 'version'],
    [['-V'], 'version'],
  ])('%j asks for %s', (args, kind) => {
    expect(parseCommandLine(args)).toEqual({ kind })
  })

  it.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535, got "x"'],
    [['--port', '65536'], 'from 0 to 65535'],
    [['--control-port', '-1'], '--control-port'],
    [['--seed', '1.5'], '--seed'],
    [['--vendors', 'acme'], 'There is no vendor "acme"; there are apns, fcm'],
    [['--vendors', ','], 'at least one vendor'],
    [['--ports', 'fcm'], 'vendor=port'],
    [['--ports', 'acme=1'], 'There is no vendor "acme"'],
    [['--vendors', 'apns', '--ports', 'fcm=1'], 'fcm is given a port or a name'],
    [['--host', 'example.com'], '--host must be an IP address'],
    [['--host-names', 'x..test'], '--host-names must be host names'],
    [['--host-names', 'fcm=a=b', '--port', 'x'], '--port'],
    [['--data', ''], '--data must name a path'],
    [['--colour'], "Unknown option '--colour'"],
    [['serve'], "Unexpected argument 'serve'"],
  ])('%j is not understood: %s', (args, words) => {
    expect(() => parseCommandLine(args)).toThrow(words)
  })
})
