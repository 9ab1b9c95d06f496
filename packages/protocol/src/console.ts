import type { Platform } from './platforms.ts'
import type { ReasonCode } from './reasons.ts'
import type { VendorId } from './vendors.ts'
import type { VendorWords } from './outcomes.ts'

/** What a person may do in the console: support looks, operator changes, owner says who may. */
export type ConsoleRole = 'owner' | 'operator' | 'support'

/** What the console's API answers when it refuses. */
export interface ConsoleFailure {
  /** Stable: docs/errors.md has a heading for each. */
  code: string
  /** What was found and what to do. */
  message: string
  /** The field it is about. */
  field?: string
  /** Every field it is about, where there are several. */
  problems?: readonly { field: string; message: string }[]
}

/** Who is signed in. */
export interface ConsoleSession {
  personID: number
  name: string
  role: ConsoleRole
  /** To be sent as `x-carillon-csrf` with every request that changes something. */
  csrfToken: string
  /** Release of the server. */
  version: string
  /** Whether a lab runs beside the server. */
  hasLab?: true
}

/** What a link is for, before it is used. */
export interface ConsoleLink {
  kind: 'set-up' | 'sign-in'
  role: ConsoleRole
  /** Whose link it is; absent for one who chooses a name. */
  name?: string
}

/** Somebody who may use the console. */
export interface ConsolePerson {
  personID: number
  name: string
  role: ConsoleRole
  createdAtMs: number
  lastUsedAtMs: number | null
}

/** Something somebody changed. */
export interface ConsoleAuditEntry {
  auditID: number
  atMs: number
  person: string
  /** `app.create`, `certificate.update`. */
  action: string
  /** What it was done to: `app 1400000001`. */
  target: string
  detail: Readonly<Record<string, unknown>> | null
}

/** An app in a list. */
export interface ConsoleApp {
  sdkAppID: number
  name: string
}

/** How a setting is edited. */
export type ConsoleSettingKind =
  | 'duration'
  | 'count'
  | 'flag'
  | 'text'
  /** One of `options`. */
  | 'choice'
  /** Any of `options`. */
  | 'choices'
  | 'durations'
  | 'texts'
  /** Goes in and does not come out: the value says whether there is one. */
  | 'secret'

/** One setting of an app. The console has its words by the path. */
export interface ConsoleSetting {
  /** `push.acknowledgementTimeoutMs`. */
  path: string
  kind: ConsoleSettingKind
  default: unknown
  value: unknown
  /** Bounds of a duration (milliseconds) or a count. */
  least?: number
  most?: number
  /** What can be chosen. */
  options?: readonly string[]
  /** Who changes it; operators when absent. */
  role?: ConsoleRole
}

/** A secret key as it is listed: only its end. */
export interface ConsoleSecretKey {
  keyID: number
  ending: string
  createdAtMs: number
}

/** A field of a vendor's certificate. */
export interface ConsoleCertificateField {
  name: string
  label: string
  help: string
  kind: 'text' | 'secret' | 'json-file' | 'pem-file' | 'p12-file' | 'url' | 'choice' | 'flag'
  required: boolean
  choices?: readonly string[]
}

/** A vendor and what its certificate holds. */
export interface ConsoleVendor {
  vendor: VendorId
  fields: readonly ConsoleCertificateField[]
  /** What the app itself must know of the vendor, in carillon-push.json. */
  appValues: readonly string[]
}

/** A certificate, without its secrets. */
export interface ConsoleCertificate {
  certificateID: number
  sdkAppID: number
  vendor: VendorId
  name: string
  revision: number
  createdAtMs: number
  updatedAtMs: number
  /** Of a certificate file that ends by itself. */
  expiresAtMs?: number
  /** Devices whose live token is bound to it. */
  devices: number
}

/** A certificate with its fields: what is secret only says that it is there. */
export interface ConsoleCertificateDetail extends ConsoleCertificate {
  values: Readonly<Record<string, string>>
  /** Secret fields that are set. */
  secrets: readonly string[]
}

/** What the vendor says of a certificate. */
export interface ConsoleProbe {
  /** `untestable`: the vendor has no way to ask without sending a push. `unreachable`: there was no answer. */
  result: 'accepted' | 'refused' | 'untestable' | 'unreachable'
  vendorWords?: VendorWords
}

/** A user in a list. */
export interface ConsoleUser {
  userID: string
  nickName: string | null
}

/** A device of a user as the console shows it. */
export interface ConsoleDevice {
  deviceID: string
  deviceName: string | null
  platform: Platform
  loginState: 'logged-in' | 'logged-out' | 'kicked' | 'other-user'
  lastSeenAtMs: number
  connection: 'foreground' | 'background' | 'none'
  vendor?: VendorId
  certificateID?: number
  certificateName?: string
  /** Shortened. */
  token?: string
  tokenState?: 'live' | 'dead' | 'moved' | 'cleared'
  registeredAtMs?: number
  /** What would become of a message now. */
  decision: 'push' | 'live' | 'suppress' | 'hold'
  reason: ReasonCode
}

/** A user with devices. */
export interface ConsoleUserDetail extends ConsoleUser {
  faceUrl: string | null
  createdAtMs: number
  devices: readonly ConsoleDevice[]
}
