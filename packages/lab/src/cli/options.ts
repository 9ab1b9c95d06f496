import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import type { LabVendorId } from '../lab-types.ts'

/** What the command line asks for. */
export interface CliOptions {
  vendors: readonly LabVendorId[]
  /** Address the vendors' ports and the proxy listen on. */
  host: string
  /** Of the one port for all vendors. */
  port: number
  ports: Partial<Record<LabVendorId, number>>
  proxyPort: number
  controlHost: string
  controlPort: number
  hostNames: readonly string[]
  vendorHostNames: Partial<Record<LabVendorId, readonly string[]>>
  dataFolder?: string
  caFile?: string
  seed?: number
  /** Stops when standard input ends: with whoever started it, however that one ends. */
  untilStdinEnds: boolean
  quiet: boolean
}

/** What is to be done: serve, or print something and end. */
export type CliRequest =
  | { readonly kind: 'serve'; readonly options: CliOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }

/** A command line that is not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The vendors there are; the order is that of the help. */
export const allVendors = [
  'apns',
  'fcm',
  'huawei',
  'honor',
  'xiaomi',
  'oppo',
  'vivo',
  'meizu',
] as const satisfies readonly LabVendorId[]

/** @throws UsageError */
export const parseCommandLine = (args: readonly string[]): CliRequest => {
  const values = parsed(args)
  if (values.help === true) return { kind: 'help' }
  if (values.version === true) return { kind: 'version' }
  const { hostNames, vendorHostNames } = readHostNames(values['host-names'] ?? '')
  const ports = readPorts(values.ports ?? '')
  const vendors = values.vendors === undefined ? allVendors : listOf(values.vendors).map(vendorNamed)
  const named = [...Object.keys(ports), ...Object.keys(vendorHostNames)]
  const absent = named.find((name) => !vendors.some((vendor) => vendor === name))
  if (vendors.length === 0) throw new UsageError('--vendors must name at least one vendor')
  if (absent !== undefined)
    throw new UsageError(`${absent} is given a port or a name, but not among --vendors`)
  return {
    kind: 'serve',
    options: {
      vendors,
      host: readAddress('--host', values.host ?? '127.0.0.1'),
      port: readPort('--port', values.port ?? '0'),
      ports,
      proxyPort: readPort('--proxy-port', values['proxy-port'] ?? '0'),
      controlHost: readAddress('--control-host', values['control-host'] ?? '127.0.0.1'),
      controlPort: readPort('--control-port', values['control-port'] ?? '0'),
      hostNames,
      vendorHostNames,
      ...(values.data === undefined ? {} : { dataFolder: notEmpty('--data', values.data) }),
      ...(values['ca-file'] === undefined ? {} : { caFile: notEmpty('--ca-file', values['ca-file']) }),
      ...(values.seed === undefined ? {} : { seed: readNumber('--seed', values.seed, 0xffff_ffff) }),
      untilStdinEnds: values['until-stdin-ends'] === true,
      quiet: values.quiet === true,
    },
  }
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        vendors: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        ports: { type: 'string' },
        'proxy-port': { type: 'string' },
        'control-host': { type: 'string' },
        'control-port': { type: 'string' },
        'host-names': { type: 'string' },
        data: { type: 'string' },
        'ca-file': { type: 'string' },
        seed: { type: 'string' },
        'until-stdin-ends': { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0] ?? '')
  }
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  ),
]

const vendorNamed = (name: string): LabVendorId => {
  const vendor = allVendors.find((each) => each === name)
  if (vendor === undefined)
    throw new UsageError(`There is no vendor "${name}"; there are ${allVendors.join(', ')}`)
  return vendor
}

const readNumber = (option: string, text: string, max: number): number => {
  const value = Number(text)
  if (!/^\d{1,15}$/.test(text) || value > max)
    throw new UsageError(`${option} must be a whole number from 0 to ${max}, got "${text}"`)
  return value
}

const readPort = (option: string, text: string): number => readNumber(option, text, 65_535)

const readPorts = (text: string): CliOptions['ports'] => {
  const ports: CliOptions['ports'] = {}
  for (const each of listOf(text)) {
    const [name = '', port, ...rest] = each.split('=')
    if (port === undefined || rest.length > 0)
      throw new UsageError(`--ports must be vendor=port,vendor=port, got "${each}"`)
    ports[vendorNamed(name)] = readPort('--ports', port)
  }
  return ports
}

const readAddress = (option: string, text: string): string => {
  if (isIP(text) === 0 && text !== 'localhost')
    throw new UsageError(`${option} must be an IP address of this machine, or localhost; got "${text}"`)
  return text
}

const hostName = /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i

const readHostNames = (text: string): Pick<CliOptions, 'hostNames' | 'vendorHostNames'> => {
  const hostNames: string[] = []
  const vendorHostNames: Partial<Record<LabVendorId, string[]>> = {}
  for (const each of listOf(text)) {
    const [first = '', second] = each.split('=')
    const name = second ?? first
    if (!hostName.test(name))
      throw new UsageError(`--host-names must be host names or vendor=name, got "${each}"`)
    if (second === undefined) hostNames.push(name)
    else (vendorHostNames[vendorNamed(first)] ??= []).push(name)
  }
  return { hostNames, vendorHostNames }
}

const notEmpty = (option: string, text: string): string => {
  if (text === '') throw new UsageError(`${option} must name a path`)
  return text
}
