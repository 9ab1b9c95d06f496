import * as z from 'zod'

import { checkFields, httpsURLField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { parseObject } from '../json.ts'
import {
  oppoCategories,
  oppoCertificateFields,
  oppoClickActions,
  oppoNotifyLevels,
  oppoRegions,
} from './fields.ts'
import { faultOfParams, type OppoTemplate, type OppoTemplateParams } from './template.ts'

/** Where OPPO's servers for a region are. */
const oppoBaseURLs = {
  cn: 'https://api-push-cn.heytapmobi.com',
  overseas: 'https://api-intl.push.oppomobile.com',
} as const satisfies Record<(typeof oppoRegions)[number], string>

/** What a tap opens, as `click_action_type` numbers it. */
export type OppoClick =
  | { type: 0 }
  /** 1: an activity by its intent action. 4: by its class name. */
  | { type: 1 | 4; activity: string }
  /** 2: a web page. 5: a deep link or intent URI. */
  | { type: 2 | 5; url: string }

/** A checked OPPO credential with the app's settings. */
export interface OppoCertificate {
  appKey: string
  masterSecret: string
  /** Without a trailing slash. */
  baseURL: string
  click: OppoClick
  /** Absent: the app is classed by its channel. */
  category?: string
  notifyLevel: number
  channelID?: string
  template?: OppoTemplate
  callbackURL?: string
}

const maxCallbackURLUnits = 200

const key = (what: string) =>
  z
    .string({ error: `the app's ${what}` })
    .regex(/^[A-Za-z0-9]{8,64}$/, `must be the ${what}, 8 to 64 letters and digits`)

const choice = <const Choices extends readonly string[]>(choices: Choices) =>
  z.enum(choices, { error: `must be one of ${choices.join(', ')}` })

const params = z
  .union([z.string(), z.record(z.string(), z.unknown())], { error: paramsHelp('found something else') })
  .transform((value, context): OppoTemplateParams => {
    const object = typeof value === 'string' ? parseObject(value) : value
    const fault = object === undefined ? 'that is not a JSON object' : faultOfParams(object)
    if (fault === undefined) return object as OppoTemplateParams
    context.addIssue({ code: 'custom', message: paramsHelp(fault) })
    return z.NEVER
  })

function paramsHelp(fault: string): string {
  return `${fault}; give the template's variables and what fills each, such as {"name":"{title}"}`
}

const schema = z
  .strictObject({
    appKey: key('AppKey'),
    masterSecret: key('MasterSecret'),
    region: choice(oppoRegions).default('cn'),
    channelID: textField("the ID of the app's notification channel").optional(),
    category: choice(oppoCategories).default('IM'),
    notifyLevel: z
      .preprocess((value) => (typeof value === 'number' ? String(value) : value), choice(oppoNotifyLevels))
      .default('2'),
    templateID: textField('the ID of an approved template').optional(),
    titleParams: params.optional(),
    contentParams: params.optional(),
    clickAction: choice(oppoClickActions).default('app'),
    clickURL: textField('the page or link a tap opens', 2000).optional(),
    clickActivity: textField('the activity a tap opens', 500)
      .regex(/^[\w.$]+$/, 'must be an intent action or class name, such as com.example.chat.MainActivity')
      .optional(),
    callbackURL: httpsURLField('where OPPO sends receipts', true)
      .refine((url) => url.length <= maxCallbackURLUnits, `at most ${maxCallbackURLUnits} characters`)
      .optional(),
    baseURL: httpsURLField("where OPPO's server is reached").optional(),
  })
  .superRefine((fields, context) => {
    const fault = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    const { clickAction, clickURL } = fields
    if ((clickAction === 'url' || clickAction === 'link') && clickURL === undefined)
      fault('clickURL', `needed when clickAction is ${clickAction}`)
    if (clickURL !== undefined) {
      const { protocol } = URL.parse(clickURL) ?? {}
      if (clickAction === 'url' && !/^https?:$/.test(protocol ?? ''))
        fault('clickURL', 'must be an http(s) URL')
      if (clickAction === 'link' && protocol === undefined)
        fault('clickURL', 'must be a URL of the app (scheme://...) or an intent URI (intent:...;end)')
    }
    if ((clickAction === 'action' || clickAction === 'activity') && fields.clickActivity === undefined)
      fault('clickActivity', `needed when clickAction is ${clickAction}`)
    if ((fields.titleParams ?? fields.contentParams) !== undefined && fields.templateID === undefined)
      fault('templateID', 'needed when its parameters are given')
  })
  .transform((fields): OppoCertificate => {
    const { category, channelID, templateID, titleParams, contentParams, callbackURL } = fields
    return {
      appKey: fields.appKey,
      masterSecret: fields.masterSecret,
      baseURL: fields.baseURL ?? oppoBaseURLs[fields.region],
      click: clickOf(fields),
      notifyLevel: Number(fields.notifyLevel),
      ...(category === 'none' ? {} : { category }),
      ...(channelID === undefined ? {} : { channelID }),
      ...(templateID === undefined
        ? {}
        : {
            template: {
              id: templateID,
              ...(titleParams === undefined ? {} : { titleParams }),
              ...(contentParams === undefined ? {} : { contentParams }),
            },
          }),
      ...(callbackURL === undefined ? {} : { callbackURL }),
    }
  })

const clickOf = ({
  clickAction,
  clickURL = '',
  clickActivity = '',
}: {
  clickAction: (typeof oppoClickActions)[number]
  clickURL?: string | undefined
  clickActivity?: string | undefined
}): OppoClick => {
  switch (clickAction) {
    case 'app':
      return { type: 0 }
    case 'action':
      return { type: 1, activity: clickActivity }
    case 'activity':
      return { type: 4, activity: clickActivity }
    case 'url':
      return { type: 2, url: clickURL }
    case 'link':
      return { type: 5, url: clickURL }
    default:
      return clickAction satisfies never
  }
}

/** Checks an OPPO certificate's fields without the network. */
export const parseOppoCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<OppoCertificate> => checkFields(fields, schema, oppoCertificateFields)
