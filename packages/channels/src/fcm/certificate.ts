import { createHash } from 'node:crypto'

import * as z from 'zod'

import { checkFields, httpsURLField, packageNameField, textField } from '../certificate.ts'
import type { CertificateField, CertificateResult } from '../channel.ts'
import { parseServiceAccount, type ServiceAccount } from './service-account.ts'

/** A checked FCM credential with the app's defaults for what a message leaves out. */
export interface FcmCertificate extends ServiceAccount {
  /** Stands for the key without showing it: SHA-256 in hex. */
  credentialID: string
  /** Without a trailing slash. */
  baseURL: string
  packageName?: string
  channelID?: string
  /** Intent action of the activity a tap opens; absent opens the launcher activity. */
  clickAction?: string
  icon?: string
  /** `#rrggbb`. */
  color?: string
  sound?: string
}

/** The fields of an FCM certificate. */
export const fcmCertificateFields: readonly CertificateField[] = [
  {
    name: 'serviceAccountJson',
    label: 'Service account key (JSON)',
    help: 'Firebase console > Project settings > Service accounts > Generate new private key. Not google-services.json.',
    kind: 'json-file',
    required: true,
  },
  {
    name: 'packageName',
    label: 'Package name',
    help: "The app's applicationId. When given, only tokens of this app are pushed to.",
    kind: 'text',
    required: false,
  },
  {
    name: 'channelID',
    label: 'Notification channel ID',
    help: "A channel the app has created. A message's androidFCMChannelID goes before it. Without one, or when the app has no such channel, the app's default channel shows it.",
    kind: 'text',
    required: false,
  },
  {
    name: 'clickAction',
    label: 'Click action',
    help: 'Intent action of the activity a tap opens. Empty: the launcher activity.',
    kind: 'text',
    required: false,
  },
  {
    name: 'icon',
    label: 'Icon',
    help: "Name of a drawable resource of the app. Empty: the app's own default.",
    kind: 'text',
    required: false,
  },
  { name: 'color', label: 'Colour', help: "The icon's colour, #rrggbb.", kind: 'text', required: false },
  {
    name: 'sound',
    label: 'Sound',
    help: "File in res/raw without suffix. A message's androidSound goes before it. From Android 8 on the channel decides.",
    kind: 'text',
    required: false,
  },
  {
    name: 'baseURL',
    label: 'Base URL',
    help: 'Where FCM is reached. Empty: https://fcm.googleapis.com.',
    kind: 'url',
    required: false,
  },
  {
    name: 'tokenURL',
    label: 'Token URL',
    help: 'Where access tokens are got. Empty: token_uri of the key file.',
    kind: 'url',
    required: false,
  },
]

const serviceAccount = z
  .union([z.string(), z.record(z.string(), z.unknown())], { error: 'the key file, as text or as an object' })
  .transform((value, context): ServiceAccount => {
    const result = parseServiceAccount(value)
    if (result.ok) return result.account
    for (const message of result.problems) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const schema = z
  .strictObject({
    serviceAccountJson: serviceAccount,
    packageName: packageNameField.optional(),
    channelID: textField('the ID of a notification channel').optional(),
    clickAction: textField('an intent action').optional(),
    icon: textField('the name of a drawable').optional(),
    color: z
      .string({ error: 'a colour as #rrggbb' })
      .regex(/^#[0-9A-Fa-f]{6}$/, 'must be a colour as #rrggbb, such as #1a73e8')
      .optional(),
    sound: textField('the name of a file in res/raw').optional(),
    baseURL: httpsURLField('where FCM is reached').default('https://fcm.googleapis.com'),
    tokenURL: httpsURLField('where access tokens are got').optional(),
  })
  .transform(({ serviceAccountJson: account, tokenURL = account.tokenURL, ...fields }): FcmCertificate => {
    const defined = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    const credential = JSON.stringify([tokenURL, account.clientEmail, account.privateKey])
    const credentialID = createHash('sha256').update(credential).digest('hex')
    return { ...account, tokenURL, credentialID, ...(defined as Pick<FcmCertificate, 'baseURL'>) }
  })

/** Checks an FCM certificate's fields without the network. */
export const parseFcmCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<FcmCertificate> => checkFields(fields, schema, fcmCertificateFields)
