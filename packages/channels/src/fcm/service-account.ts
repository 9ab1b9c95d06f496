import * as z from 'zod'

import { shown } from '../certificate.ts'
import { isObject, parseObject, type JsonObject } from '../json.ts'
import { rsaKeyField } from '../rsa-key.ts'

/** What of a service account's key file is used. */
export interface ServiceAccount {
  projectID: string
  clientEmail: string
  privateKeyID?: string
  /** PKCS#8 PEM. */
  privateKey: string
  tokenURL: string
}

const where = 'Firebase console > Project settings > Service accounts > Generate new private key'

/** A key file, as the object or its text, checked; or every problem in it as a sentence. */
export const parseServiceAccount = (
  value: unknown,
): { ok: true; account: ServiceAccount } | { ok: false; problems: string[] } => {
  const file = typeof value === 'string' ? parseObject(value.replace(/^\uFEFF/, '')) : value
  const notOne = isObject(file) ? otherFile(file) : otherText(value)
  if (notOne !== undefined) return { ok: false, problems: [`${notOne} Get the key file from ${where}.`] }
  const result = keyFile.safeParse(file)
  if (result.success) return { ok: true, account: result.data }
  return {
    ok: false,
    problems: result.error.issues.map((issue) => {
      const name = String(issue.path[0])
      const found = isObject(file) ? file[name] : undefined
      return found === undefined
        ? `${name} is missing: ${issue.message}. Upload the key file as it was downloaded.`
        : `${name} is ${shown(found, name === 'private_key')}: ${issue.message}.`
    }),
  }
}

/** Why a JSON object is not a service account's key file; undefined when it may be one. */
const otherFile = (file: JsonObject): string | undefined => {
  if ('project_info' in file || ('client' in file && !('private_key' in file)))
    return 'This is google-services.json: it belongs into the Android app and cannot send.'
  if ('installed' in file || 'web' in file) return 'This is an OAuth client file, not a service account key.'
  if (file.type !== undefined && file.type !== 'service_account')
    return `"type" is ${shown(file.type, false)}, and must be "service_account".`
  return undefined
}

/** Why something that is no JSON object is not a key file. */
const otherText = (value: unknown): string => {
  if (typeof value !== 'string') return `Found ${shown(value, true)}, not a service account key (JSON).`
  if (/^AAAA[\w-]{7}:APA91/.test(value))
    return 'This is a server key of the legacy FCM API, which Google has switched off.'
  if (/<plist/.test(value))
    return 'This is GoogleService-Info.plist: it belongs into the iOS app and cannot send.'
  if (value.includes('-----BEGIN'))
    return 'This is a PEM key alone; the whole JSON key file is needed, which also names the project.'
  return `Found ${shown(value, true)} that are not JSON; the file may have been cut while it was copied.`
}

const keyFile = z
  .object({
    type: z.literal('service_account', { error: 'must be "service_account"' }),
    project_id: z
      .string({ error: "the project's ID" })
      // Old projects of a domain are called "example.com:project".
      .regex(/^(?:[a-z0-9.-]{1,100}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "must be a Google project's ID"),
    client_email: z
      .string({ error: "the service account's address" })
      .regex(/^[^@\s]{1,100}@[^@\s]{1,200}$/, 'must be an address, name@project.iam.gserviceaccount.com'),
    private_key_id: z.string().max(200).optional(),
    private_key: rsaKeyField,
    token_uri: z
      .string()
      .refine((text) => URL.parse(text)?.protocol === 'https:', 'must be an absolute https:// URL')
      .default('https://oauth2.googleapis.com/token'),
  })
  .transform((file): ServiceAccount => ({
    projectID: file.project_id,
    clientEmail: file.client_email,
    ...(file.private_key_id === undefined ? {} : { privateKeyID: file.private_key_id }),
    privateKey: file.private_key,
    tokenURL: file.token_uri,
  }))
