import type { Emulator } from '../emulator/types.ts'

/** Which emulator stands for which host name. */
export class Destinations {
  readonly #emulators: readonly Emulator[]
  readonly #byName: ReadonlyMap<string, Emulator>

  constructor(emulators: readonly Emulator[]) {
    this.#emulators = emulators
    this.#byName = new Map(
      emulators.flatMap((emulator) => emulator.hostNames.map((name) => [name.toLowerCase(), emulator])),
    )
  }

  get hostNames(): readonly string[] {
    return [...this.#byName.keys()]
  }

  /** By a vendor's host name, in any case and with or without the root's dot. */
  byName(name: string): Emulator | undefined {
    return this.#byName.get(name.toLowerCase().replace(/\.$/, ''))
  }

  /**
   * By `host:port`: a vendor's name with whatever port, or the emulator's own address.
   * @param host as it stands in the request; IPv6 in brackets
   */
  byAuthority(authority: string): Emulator | undefined {
    const [, host = authority, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(authority) ?? []
    return (
      this.byName(host) ??
      this.#emulators.find(
        (emulator) =>
          emulator.port === Number(port) &&
          [new URL(emulator.url).hostname, '127.0.0.1', 'localhost'].includes(host.toLowerCase()),
      )
    )
  }
}
