import { createHash } from 'node:crypto'

import * as z from 'zod'

import { checkFields, httpsURLField, textField } from '../certificate.ts'
import type { CertificateResult, ClientCertificate } from '../channel.ts'
import { readP12, readPem, readSigningKey, type Read, type ReadCertificate } from './credential.ts'
import { apnsCertificateFields } from './fields.ts'

/** What proves the app owner's right to send. */
export type ApnsCredential =
  | {
      kind: 'key'
      keyID: string
      teamID: string
      /** PKCS#8 PEM. */
      privateKey: string
    }
  | {
      kind: 'certificate'
      clientCertificate: ClientCertificate
      /** When it runs out. Epoch milliseconds. */
      notAfterMs: number
    }

/** A checked APNs credential with the app's defaults for what a message leaves out. */
export interface ApnsCertificate {
  credential: ApnsCredential
  /** Stands for the credential without showing it: SHA-256 in hex. */
  credentialID: string
  bundleID: string
  /** `apns-topic`: the bundle ID, with `.voip` for VoIP tokens. */
  topic: string
  isVoIP: boolean
  environment: ApnsEnvironment
  /** Without a trailing slash. */
  baseURL: string
  sound?: string
  category?: string
}

/** Which of Apple's two services the tokens belong to. */
export type ApnsEnvironment = 'production' | 'sandbox'

const hosts: Readonly<Record<ApnsEnvironment, string>> = {
  production: 'https://api.push.apple.com',
  sandbox: 'https://api.sandbox.push.apple.com',
}

const tenCharacters = (what: string): z.ZodString =>
  z
    .string({ error: `${what}, ten characters` })
    .regex(/^[A-Z0-9]{10}$/, `must be ${what}: ten capital letters and digits`)

const fields = z.strictObject({
  bundleID: z
    .string({ error: "the app's bundle ID, such as com.example.chat" })
    .regex(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, 'must be a bundle ID, such as com.example.chat')
    .max(155, 'must be a bundle ID of at most 155 characters')
    .refine((text) => !/\.voip$/i.test(text), 'must be the bundle ID without .voip; set voip instead'),
  environment: z.enum(['production', 'sandbox'], { error: 'must be production or sandbox' }).optional(),
  p8: z.string({ error: 'the key file as text' }).max(10_000, 'is too long for a key file').optional(),
  keyID: tenCharacters('the ID of the key').optional(),
  teamID: tenCharacters('the ID of the team').optional(),
  p12: z.string({ error: 'the file in base64' }).max(100_000, 'is too long for a .p12 file').optional(),
  p12Password: z.string({ error: 'the password' }).max(1000, 'is too long for a password').optional(),
  pem: z.string({ error: 'certificate and key as text' }).max(100_000, 'is too long').optional(),
  voip: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], {
      error: 'must be true or false',
    })
    .optional(),
  sound: textField('the name of a sound file').optional(),
  category: textField('the identifier of a notification category').optional(),
  baseURL: httpsURLField('where APNs is reached').optional(),
})
type Fields = z.output<typeof fields>

/** Checks an APNs certificate's fields without the network. One that has run out is refused when it is used. */
export const parseApnsCertificate = (
  given: Readonly<Record<string, unknown>>,
): CertificateResult<ApnsCertificate> =>
  checkFields(
    given,
    fields.transform((checked, context) => {
      const fault = (field: string, message: string): void => {
        context.addIssue({ code: 'custom', path: [field], message })
      }
      const credential = credentialOf(checked, fault)
      if (credential === undefined) return z.NEVER
      const { bundleID, environment = 'production', voip: isVoIP = false, sound, category } = checked
      return {
        credential,
        credentialID: createHash('sha256').update(secretOf(credential)).digest('hex'),
        bundleID,
        topic: isVoIP ? `${bundleID}.voip` : bundleID,
        isVoIP,
        environment,
        baseURL: checked.baseURL ?? hosts[environment],
        ...(sound === undefined ? {} : { sound }),
        ...(category === undefined ? {} : { category }),
      } satisfies ApnsCertificate
    }),
    apnsCertificateFields,
  )

type Fault = (field: string, message: string) => void

const credentialOf = (checked: Fields, fault: Fault): ApnsCredential | undefined => {
  const given = (['p8', 'p12', 'pem'] as const).filter((name) => checked[name] !== undefined)
  const [kind] = given
  if (kind === undefined) {
    fault('p8', 'a signing key (.p8) with keyID and teamID, or a certificate (p12 or pem)')
    return undefined
  }
  if (given.length > 1) {
    fault(given[1] ?? '', `only one credential can be used; ${kind} is given too`)
    return undefined
  }
  return kind === 'p8' ? signingKeyOf(checked, fault) : clientCertificateOf(checked, kind, fault)
}

const signingKeyOf = (
  { p8 = '', keyID, teamID }: Fields,
  fault: Fault,
): Extract<ApnsCredential, { kind: 'key' }> | undefined => {
  const key = readSigningKey(p8)
  if (!key.ok) fault('p8', key.message)
  if (keyID === undefined) fault('keyID', 'the ID of the key, in the file name AuthKey_<key ID>.p8')
  if (teamID === undefined) fault('teamID', 'the ID of the team: Apple Developer > Membership details')
  if (!key.ok || keyID === undefined || teamID === undefined) return undefined
  return { kind: 'key', keyID, teamID, privateKey: key.value }
}

const clientCertificateOf = (
  checked: Fields,
  field: 'p12' | 'pem',
  fault: Fault,
): Extract<ApnsCredential, { kind: 'certificate' }> | undefined => {
  const read: Read<ReadCertificate> =
    field === 'p12' ? readP12(checked.p12 ?? '', checked.p12Password ?? '') : readPem(checked.pem ?? '')
  if (!read.ok) {
    fault(field, read.message)
    return undefined
  }
  const { clientCertificate, x509 } = read.value
  // Apple puts the topic into the subject's user ID; a VoIP Services certificate's ends in .voip.
  const userID = /^UID=(.+)$/m.exec(x509.subject)?.[1]
  if (userID !== undefined && userID.replace(/\.voip$/, '') !== checked.bundleID)
    fault('bundleID', `the certificate is for ${userID.slice(0, 155)}`)
  return { kind: 'certificate', clientCertificate, notAfterMs: Date.parse(x509.validTo) }
}

const secretOf = (credential: ApnsCredential): string => {
  if (credential.kind === 'key')
    return JSON.stringify([credential.teamID, credential.keyID, credential.privateKey])
  const { clientCertificate: own } = credential
  return own.kind === 'p12'
    ? JSON.stringify([own.file.toString('base64'), own.password])
    : JSON.stringify([own.certificate, own.privateKey])
}
