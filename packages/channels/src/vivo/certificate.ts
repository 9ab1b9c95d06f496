import { createHash } from 'node:crypto'

import * as z from 'zod'

import { checkFields, httpsURLField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { vivoCategories, vivoCertificateFields } from './fields.ts'

/** What a tap opens. */
export type VivoClick =
  | { kind: 'app' }
  | { kind: 'url'; url: string }
  /** `intent://...#Intent;...;end` or a deep link. */
  | { kind: 'activity'; intentURI: string }

/** A second-level class of messages. */
export type VivoCategory = (typeof vivoCategories)[number]

/** A checked vivo credential with the app's settings. */
export interface VivoCertificate {
  /** A whole number. */
  appID: number
  appKey: string
  appSecret: string
  /** Stands for the credential without showing it: SHA-256 in hex. */
  credentialID: string
  /** Without a trailing slash. */
  baseURL: string
  category: VivoCategory
  pushMode: 'formal' | 'test'
  /** What goes to several phones alike: one request a phone, or a saved message and lists of phones. */
  groups: 'single' | 'list'
  click: VivoClick
  callbackID?: string
  callbackURL?: string
}

/** Newer texts say 2048; older 1000. */
const maxSkipContentUnits = 1000
/** vivo's limit for `extra.callback`. */
const maxCallbackUnits = 128

const schema = z
  .strictObject({
    appID: z
      .union([z.string(), z.number()], { error: "the app's AppID, a number" })
      .transform(String)
      .pipe(z.string().regex(/^[1-9]\d{0,14}$/, 'must be the AppID, a whole number such as 10004')),
    appKey: textField("the app's AppKey", 128).regex(/^\S+$/, 'must be the AppKey, without spaces'),
    appSecret: z
      .string({ error: "the app's AppSecret" })
      .regex(/^[\x21-\x7e]{8,200}$/, 'must be the AppSecret, 8 to 200 characters without spaces'),
    category: z.enum(vivoCategories, { error: `must be one of ${vivoCategories.join(', ')}` }).default('IM'),
    pushMode: z.enum(['formal', 'test'], { error: 'must be formal or test' }).default('formal'),
    groups: z.enum(['single', 'list'], { error: 'must be single or list' }).default('single'),
    clickAction: z.enum(['app', 'url', 'activity'], { error: 'must be app, url or activity' }).default('app'),
    clickURL: z
      .string({ error: 'the page a tap opens' })
      .max(maxSkipContentUnits, `at most ${maxSkipContentUnits} characters`)
      .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http(s) URL')
      .optional(),
    clickIntent: textField('an intent URI or a deep link', maxSkipContentUnits)
      .regex(
        /^(?:intent:.*#Intent;.*end;?|(?!intent:)[A-Za-z][\w+.-]*:\/\/\S+)$/,
        'must be intent://...#Intent;...;end or a deep link such as chat://open',
      )
      .optional(),
    callbackID: textField("the ID of a receipt address in vivo's console", 64).optional(),
    callbackURL: httpsURLField('where vivo sends receipts', true)
      .refine((url) => url.length <= maxCallbackUnits, `vivo takes at most ${maxCallbackUnits} characters`)
      .optional(),
    baseURL: httpsURLField('where vivo is reached').default('https://api-push.vivo.com.cn'),
  })
  .superRefine((fields, context) => {
    const need = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (fields.clickAction === 'url' && fields.clickURL === undefined)
      need('clickURL', 'needed when clickAction is url')
    if (fields.clickAction === 'activity' && fields.clickIntent === undefined)
      need('clickIntent', 'needed when clickAction is activity')
  })
  .transform((fields): VivoCertificate => {
    const { appID, appKey, appSecret, baseURL, category, pushMode, groups, callbackID, callbackURL } = fields
    const credential = JSON.stringify([baseURL, appID, appKey, appSecret])
    return {
      appID: Number(appID),
      appKey,
      appSecret,
      credentialID: createHash('sha256').update(credential).digest('hex'),
      baseURL,
      category,
      pushMode,
      groups,
      click: clickOf(fields),
      ...(callbackID === undefined ? {} : { callbackID }),
      ...(callbackURL === undefined ? {} : { callbackURL }),
    }
  })

const clickOf = (fields: {
  clickAction: 'app' | 'url' | 'activity'
  clickURL?: string | undefined
  clickIntent?: string | undefined
}): VivoClick => {
  if (fields.clickAction === 'url' && fields.clickURL !== undefined)
    return { kind: 'url', url: fields.clickURL }
  if (fields.clickAction === 'activity' && fields.clickIntent !== undefined)
    return { kind: 'activity', intentURI: fields.clickIntent }
  return { kind: 'app' }
}

/** Checks a vivo certificate's fields without the network. */
export const parseVivoCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<VivoCertificate> => checkFields(fields, schema, vivoCertificateFields)
