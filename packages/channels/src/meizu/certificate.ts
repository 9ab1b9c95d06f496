import { utf8Bytes } from '@carillon/protocol'
import * as z from 'zod'

import { checkFields, httpsURLField, packageNameField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { meizuCertificateFields } from './fields.ts'

/** What a tap opens. */
export type MeizuClick =
  | { kind: 'app' }
  /** A page, or a URI of the app. */
  | { kind: 'url'; url: string }
  /** Class name with its package. */
  | { kind: 'activity'; activity: string }

/** A checked Meizu credential with the app's settings. */
export interface MeizuCertificate {
  /** Decimal digits. */
  appID: string
  appSecret: string
  /** Without a trailing slash. */
  baseURL: string
  messageClass: 'private' | 'public'
  click: MeizuClick
  packageName?: string
  callbackURL?: string
  /** Comes with each receipt as `access_token`. */
  receiptToken?: string
}

const maxClickBytes = 1000
const maxCallbackBytes = 128

const isWithin =
  (maxBytes: number) =>
  (text: string): boolean =>
    utf8Bytes(text) <= maxBytes

const schema = z
  .strictObject({
    appID: z
      .union([z.string(), z.number()], { error: "the app's AppID, a number" })
      .transform(String)
      .pipe(z.string().regex(/^[1-9]\d{0,14}$/, 'must be the AppID, a whole number such as 100999')),
    appSecret: z
      .string({ error: "the app's App Secret" })
      .regex(/^[\x21-\x7e]{8,200}$/, 'must be the App Secret, 8 to 200 characters without spaces'),
    packageName: packageNameField.optional(),
    messageClass: z.enum(['private', 'public'], { error: 'must be private or public' }).default('private'),
    clickAction: z.enum(['app', 'url', 'activity'], { error: 'must be app, url or activity' }).default('app'),
    clickURL: textField('the page or URI a tap opens', maxClickBytes)
      .regex(/^[A-Za-z][\w+.-]*:\S+$/, 'must be a URL, or a URI of the app such as chat://open')
      .refine(isWithin(maxClickBytes), `Meizu takes at most ${maxClickBytes} bytes`)
      .optional(),
    clickActivity: textField('the class name of an activity', maxClickBytes)
      .regex(/^[A-Za-z]\w*(?:\.\w+)+$/, 'must be a class name with its package')
      .optional(),
    callbackURL: httpsURLField('where Meizu sends receipts', true)
      .refine(isWithin(maxCallbackBytes), `Meizu takes at most ${maxCallbackBytes} bytes`)
      .optional(),
    receiptToken: z
      .string({ error: 'the token of Receipt management' })
      .regex(/^[\x21-\x7e]{1,200}$/, 'must be the token of Receipt management, without spaces')
      .optional(),
    baseURL: httpsURLField('where Meizu is reached').default('https://server-api-push.meizu.com'),
  })
  .superRefine((fields, context) => {
    const need = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (fields.clickAction === 'url' && fields.clickURL === undefined)
      need('clickURL', 'needed when clickAction is url')
    if (fields.clickAction === 'activity' && fields.clickActivity === undefined)
      need('clickActivity', 'needed when clickAction is activity')
  })
  .transform((fields): MeizuCertificate => {
    const { appID, appSecret, baseURL, messageClass, packageName, callbackURL, receiptToken } = fields
    return {
      appID,
      appSecret,
      baseURL,
      messageClass,
      click: clickOf(fields),
      ...(packageName === undefined ? {} : { packageName }),
      ...(callbackURL === undefined ? {} : { callbackURL }),
      ...(receiptToken === undefined ? {} : { receiptToken }),
    }
  })

const clickOf = (fields: {
  clickAction: 'app' | 'url' | 'activity'
  clickURL?: string | undefined
  clickActivity?: string | undefined
}): MeizuClick => {
  if (fields.clickAction === 'url' && fields.clickURL !== undefined)
    return { kind: 'url', url: fields.clickURL }
  if (fields.clickAction === 'activity' && fields.clickActivity !== undefined)
    return { kind: 'activity', activity: fields.clickActivity }
  return { kind: 'app' }
}

/** Checks a Meizu certificate's fields without the network. */
export const parseMeizuCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<MeizuCertificate> => checkFields(fields, schema, meizuCertificateFields)
