import { writeFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { ControlContext } from '../control/control-context.ts'
import { ControlServer } from '../control/control-server.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { DataFolder } from './data-folder.ts'
import type { CliOptions } from './options.ts'
import { requestLine } from './request-line.ts'

/** Where everything is, as it is printed and as the control API tells it. */
export interface Announcement {
  /** Version of the lab. */
  readonly carillonLab: string
  /** Base URL of the control API. */
  readonly control: string
  /** For HTTPS_PROXY. */
  readonly proxy: string
  /** Where all vendors answer under their host names. */
  readonly port: number
  /** The CA's certificate, PEM. */
  readonly ca: string
  /** File with the same, where there is one. */
  readonly caFile?: string
  readonly vendors: Readonly<
    Record<string, { readonly url: string; readonly port: number; readonly hostNames: readonly string[] }>
  >
}

/** A lab that stands alone. */
export interface StandaloneLab extends AsyncDisposable {
  readonly announcement: Announcement
  close(): Promise<void>
}

/**
 * Starts a lab with all its doors.
 * @param log takes lines for people
 * @throws DataFolderError, or Node's error for an address that cannot be listened on
 */
export const startStandalone = async (
  options: CliOptions,
  version: string,
  log: (line: string) => void,
): Promise<StandaloneLab> => {
  const { vendors, host, ports, hostNames, vendorHostNames, seed } = options
  const folder = options.dataFolder === undefined ? undefined : new DataFolder(options.dataFolder)
  const authority = await folder?.authority()
  const lab = await startLab({
    vendors,
    host,
    ports,
    hostNames,
    vendorHostNames,
    ...(seed === undefined ? {} : { seed }),
    ...(authority === undefined ? {} : { authority }),
  })
  const opened: AsyncDisposable[] = [lab]
  try {
    const names = await lab.openNameDoor({ host, port: options.port })
    const proxy = await lab.openProxy({ host, port: options.proxyPort })
    const caFile = options.caFile ?? folder?.caFile
    if (options.caFile !== undefined) await writeFile(options.caFile, lab.ca)
    const context = new ControlContext({
      lab,
      announcement: () => announcement,
      ...(folder === undefined ? {} : { onAppsChanged: (apps) => folder.saveApps(apps) }),
    })
    if (folder !== undefined) await restoreApps(context, folder)
    const control = new ControlServer(context)
    await control.listen({ host: options.controlHost, port: options.controlPort })
    opened.unshift(control)
    const announcement: Announcement = {
      carillonLab: version,
      control: `http://${urlHost(options.controlHost)}:${control.port}`,
      proxy: `http://${hostNames[0] ?? urlHost(host)}:${proxy.port}`,
      port: names.port,
      ca: lab.ca,
      ...(caFile === undefined ? {} : { caFile }),
      vendors: addressesOf(lab),
    }
    if (!options.quiet) watch(lab, log)
    const close = async (): Promise<void> => {
      for (const each of opened) await each[Symbol.asyncDispose]()
    }
    return { announcement, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    for (const each of opened) await each[Symbol.asyncDispose]()
    throw error
  }
}

const restoreApps = async (context: ControlContext, folder: DataFolder): Promise<void> => {
  const saved = await folder.apps()
  try {
    await context.apps.restore(saved)
  } catch (error) {
    throw folder.damagedApps(error)
  }
}

const addressesOf = (lab: Lab): Announcement['vendors'] =>
  Object.fromEntries(
    lab.vendors.map((vendor) => {
      const { url, port, hostNames } = lab[vendor]
      return [vendor, { url, port, hostNames }]
    }),
  )

const watch = (lab: Lab, log: (line: string) => void): void => {
  for (const vendor of lab.vendors) lab[vendor].onRequest((request) => log(requestLine(vendor, request)))
}

/** An address as a URL for this machine has it. */
const urlHost = (address: string): string => {
  if (['0.0.0.0', '::'].includes(address)) return '127.0.0.1'
  return isIPv6(address) ? `[${address}]` : address
}
