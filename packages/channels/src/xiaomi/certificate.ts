import * as z from 'zod'

import { checkFields, httpsURLField, packageNameField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { parseObject } from '../json.ts'
import { xiaomiCertificateFields, xiaomiRecalls, xiaomiRecallTokenFields, xiaomiRegions } from './fields.ts'

/** Where Xiaomi's servers for a region are. */
const xiaomiBaseURLs = {
  cn: 'https://api.xmpush.xiaomi.com',
  sgp: 'https://sgp-api.xmpush.global.xiaomi.com',
  fr: 'https://fr-api.xmpush.global.xiaomi.com',
  ru: 'https://ru-api.xmpush.global.xiaomi.com',
  idmb: 'https://idmb-api.xmpush.global.xiaomi.com',
} as const satisfies Record<(typeof xiaomiRegions)[number], string>

/** What a tap opens. */
export type XiaomiClick =
  | { kind: 'app' }
  | { kind: 'url'; url: string }
  /** An intent URI, `intent:#Intent;...;end`. */
  | { kind: 'activity'; intentURI: string }

/** A template and how its variables are filled. */
export interface XiaomiTemplate {
  id: string
  /** Variable name to pattern; `{title}` and `{body}` stand for the notification's. */
  params: Readonly<Record<string, string>>
}

/** A checked Xiaomi credential with the app's settings. */
export interface XiaomiCertificate {
  packageName: string
  appSecret: string
  /** Without a trailing slash. */
  baseURL: string
  click: XiaomiClick
  channelClass: 'private' | 'public'
  channelID?: string
  template?: XiaomiTemplate
  /** `android.resource://...` */
  soundURI?: string
  callbackURL?: string
  /** How shown notifications are taken back; absent: they are covered. */
  recall?: { version: 'v1' | 'v3'; tokenField: (typeof xiaomiRecallTokenFields)[number] }
}

const maxTemplateVariables = 9
const defaultTemplateParams = { title: '{title}', content: '{body}' }

const templateParams = z
  .union([z.string(), z.record(z.string(), z.unknown())], { error: paramsHelp('found something else') })
  .transform((value, context): Record<string, string> => {
    const params = typeof value === 'string' ? parseObject(value) : value
    const fault = params === undefined ? 'that is not a JSON object' : faultOfParams(params)
    if (fault === undefined) return params as Record<string, string>
    context.addIssue({ code: 'custom', message: paramsHelp(fault) })
    return z.NEVER
  })

function paramsHelp(fault: string): string {
  return `${fault}; give the template's variables and what fills each, such as {"name":"{title}","text":"{body}"}`
}

const faultOfParams = (params: Readonly<Record<string, unknown>>): string | undefined => {
  const entries = Object.entries(params)
  if (entries.length > maxTemplateVariables)
    return `${entries.length} variables, and a template has at most ${maxTemplateVariables}`
  for (const [name, pattern] of entries) {
    if (!/^\w{1,64}$/.test(name))
      return `variable "${name.slice(0, 40)}" is not a name of letters, digits and _`
    if (typeof pattern !== 'string' || pattern === '' || pattern.length > 128)
      return `variable "${name}" needs a text of 1 to 128 characters`
  }
  return undefined
}

const schema = z
  .strictObject({
    packageName: packageNameField,
    appSecret: z
      .string({ error: "the app's AppSecret" })
      .regex(/^[\x21-\x7e]{8,200}$/, 'must be the AppSecret, 8 to 200 characters without spaces'),
    region: z.enum(xiaomiRegions, { error: `must be one of ${xiaomiRegions.join(', ')}` }).default('cn'),
    channelID: textField('the ID of an approved message class').optional(),
    channelClass: z.enum(['private', 'public'], { error: 'must be private or public' }).optional(),
    templateID: textField('the ID of a template').optional(),
    templateParams: templateParams.optional(),
    clickAction: z.enum(['app', 'url', 'activity'], { error: 'must be app, url or activity' }).default('app'),
    clickURL: z
      .string({ error: 'the page a tap opens' })
      .max(1000, 'at most 1000 characters')
      .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http(s) URL')
      .optional(),
    clickIntent: textField('an intent URI', 1000)
      .regex(/^intent:.*#Intent;.*end$/, 'must be an intent URI, intent:#Intent;...;end')
      .optional(),
    sound: textField('the name of a file in res/raw, or an android.resource:// URI').optional(),
    callbackURL: httpsURLField('where Xiaomi sends receipts', true).optional(),
    recall: z.enum(xiaomiRecalls, { error: `must be one of ${xiaomiRecalls.join(', ')}` }).default('v3'),
    recallTokenField: z
      .enum(xiaomiRecallTokenFields, { error: `must be ${xiaomiRecallTokenFields.join(' or ')}` })
      .default('registration_ids'),
    baseURL: httpsURLField("where Xiaomi's server is reached").optional(),
  })
  .superRefine((fields, context) => {
    const need = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (fields.clickAction === 'url' && fields.clickURL === undefined)
      need('clickURL', 'needed when clickAction is url')
    if (fields.clickAction === 'activity' && fields.clickIntent === undefined)
      need('clickIntent', 'needed when clickAction is activity')
    if (fields.templateParams !== undefined && fields.templateID === undefined)
      need('templateID', 'needed when templateParams are given')
    if (fields.templateID !== undefined && fields.channelID === undefined)
      need('channelID', 'needed with a template: Xiaomi takes templates only in a message class')
  })
  .transform((fields): XiaomiCertificate => {
    const { channelID, templateID, templateParams: params, sound, callbackURL } = fields
    return {
      packageName: fields.packageName,
      appSecret: fields.appSecret,
      baseURL: fields.baseURL ?? xiaomiBaseURLs[fields.region],
      click: clickOf(fields),
      // What has no class of its own is handled as public, or worse.
      channelClass: fields.channelClass ?? (channelID === undefined ? 'public' : 'private'),
      ...(channelID === undefined ? {} : { channelID }),
      ...(templateID === undefined
        ? {}
        : { template: { id: templateID, params: params ?? defaultTemplateParams } }),
      ...(sound === undefined ? {} : { soundURI: soundURI(fields.packageName, sound) }),
      ...(callbackURL === undefined ? {} : { callbackURL }),
      ...(fields.recall === 'cover'
        ? {}
        : { recall: { version: fields.recall, tokenField: fields.recallTokenField } }),
    }
  })

const clickOf = (fields: {
  clickAction: 'app' | 'url' | 'activity'
  clickURL?: string | undefined
  clickIntent?: string | undefined
}): XiaomiClick => {
  if (fields.clickAction === 'url' && fields.clickURL !== undefined)
    return { kind: 'url', url: fields.clickURL }
  if (fields.clickAction === 'activity' && fields.clickIntent !== undefined)
    return { kind: 'activity', intentURI: fields.clickIntent }
  return { kind: 'app' }
}

const soundURI = (packageName: string, sound: string): string =>
  sound.startsWith('android.resource://') ? sound : `android.resource://${packageName}/raw/${sound}`

/** Checks a Xiaomi certificate's fields without the network. */
export const parseXiaomiCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<XiaomiCertificate> => checkFields(fields, schema, xiaomiCertificateFields)
