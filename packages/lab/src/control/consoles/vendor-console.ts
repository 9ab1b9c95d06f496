import type { Installation } from '../../phone/app-types.ts'
import type { Phone } from '../../phone/types.ts'
import type { Fields } from '../fields.ts'

/** Package name, or bundle ID, of apps that are made without one. */
const defaultPackageName = 'com.example.chat'

/** What a vendor's console hands out for an app, as JSON. `id` names the app in the control API. */
export interface AppCredential extends Readonly<Record<string, unknown>> {
  readonly id: string
}

/** An app that was made, with what brings it back in another run. */
export interface ConsoleApp {
  readonly id: string
  /** Absent where the vendor binds credentials to no package (FCM). */
  readonly packageName?: string
  /** As the API shows it; told anew each time, as addresses in it may change between runs. */
  credential(): AppCredential
  /** JSON that `restore` takes. */
  readonly saved: Readonly<Record<string, unknown>>
  /** What must be built into an app on a phone. */
  readonly installation: Partial<Installation>
  /** What the phone's push service gives the installed app, by the name of the token. */
  tokens(phone: Phone): Promise<Readonly<Record<string, string>>>
}

/** A vendor's console: where apps are made. */
export interface VendorConsole {
  /** @throws ControlError for fields that are wrong */
  create(fields: Fields): Promise<ConsoleApp>
  /** @param saved of an app of an earlier run @throws when it is damaged */
  restore(saved: unknown): Promise<ConsoleApp>
}

/** An identifier the caller may choose. */
export const identifier = {
  pattern: /^[\w.+/=-]{1,200}$/,
  allowed: 'up to 200 letters, digits and . _ + / = -',
} as const

/** Numbers as text. */
export const digits = { pattern: /^[1-9]\d{0,19}$/, allowed: 'a text of up to 20 digits' }

/** A package name or bundle ID. */
export const packageNameIn = (fields: Fields, name = 'packageName'): string =>
  fields.optional(name, (f) =>
    f.text(name, {
      pattern: /^[A-Za-z][\w-]*(\.[\w-]+)+$/,
      allowed: 'a package name such as com.example.chat',
    }),
  ) ?? defaultPackageName

/** Identifiers and secrets the caller wants the app to have; what is left out is made up. */
export const identifiersIn = <const Name extends string>(
  fields: Fields,
  names: readonly Name[],
  kind: { pattern: RegExp; allowed: string } = identifier,
): Partial<Record<Name, string>> => {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = fields.optional(name, (f) => f.text(name, kind))
    if (value !== undefined) found[name] = value
  }
  return found
}

/** Where receipts are to be posted. */
export const receiptURLIn = (fields: Fields): string | undefined =>
  fields.optional('receiptURL', (f) =>
    f.text('receiptURL', { pattern: /^https?:\/\/[^\s/]+/, allowed: 'an http: or https: URL' }),
  )
