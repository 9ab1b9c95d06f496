import * as z from 'zod'

import { badgeClassField } from '../android-activity.ts'
import { checkFields, httpsURLField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { missingClickField, pushClickOf, pushClickSchemas, type PushClick } from '../push-click.ts'
import { huaweiCategories, huaweiCertificateFields } from './fields.ts'

/** Huawei's category of a push. */
export type HuaweiCategory = (typeof huaweiCategories)[number]

/** A checked Huawei credential with the app's settings. */
export interface HuaweiCertificate {
  clientID: string
  clientSecret: string
  /** Where pushes are sent: `/v1/{appId}` or `/v2/{projectId}` of Huawei's host. */
  sendURL: string
  tokenURL: string
  category: HuaweiCategory
  click: PushClick
  channelID?: string
  /** `/raw/...` */
  sound?: string
  badgeClass?: string
  receiptID?: string
}

const digits = (what: string): z.ZodString =>
  z.string({ error: what }).regex(/^\d{1,64}$/, `must be ${what}, digits only`)

const schema = z
  .strictObject({
    appID: digits("the app's App ID"),
    clientSecret: z
      .string({ error: "the app's OAuth 2.0 client secret" })
      .regex(/^[\x21-\x7e]{8,200}$/, 'must be the client secret, 8 to 200 characters without spaces'),
    clientID: digits('the OAuth 2.0 client ID').optional(),
    projectID: digits('the Project ID').optional(),
    category: z
      .enum(huaweiCategories, { error: `must be one of ${huaweiCategories.join(', ')}` })
      .default('IM'),
    channelID: textField('the ID of a notification channel').optional(),
    sound: z
      .string({ error: 'the name of a file in res/raw' })
      .regex(
        /^(?:\/raw\/)?\w{1,200}$/,
        'must be the name of a file in res/raw without suffix, such as new_msg',
      )
      .optional(),
    badgeClass: badgeClassField.optional(),
    ...pushClickSchemas,
    receiptID: textField('the ID of a receipt configuration').optional(),
    baseURL: httpsURLField('where Huawei takes pushes').default('https://push-api.cloud.huawei.com'),
    tokenURL: httpsURLField('where Huawei gives access tokens').default(
      'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
    ),
  })
  .superRefine((fields, context) => {
    const missing = missingClickField(fields)
    if (missing !== undefined)
      context.addIssue({ code: 'custom', path: [missing], message: 'needed for this clickAction' })
  })
  .transform((fields): HuaweiCertificate => {
    const { appID, projectID, channelID, sound, badgeClass, receiptID } = fields
    return {
      clientID: fields.clientID ?? appID,
      clientSecret: fields.clientSecret,
      sendURL: `${fields.baseURL}/${projectID === undefined ? `v1/${appID}` : `v2/${projectID}`}/messages:send`,
      tokenURL: fields.tokenURL,
      category: fields.category,
      click: pushClickOf(fields),
      ...(channelID === undefined ? {} : { channelID }),
      ...(sound === undefined ? {} : { sound: huaweiSound(sound) }),
      ...(badgeClass === undefined ? {} : { badgeClass }),
      ...(receiptID === undefined ? {} : { receiptID }),
    }
  })

/** A file in res/raw as Huawei names it. */
export const huaweiSound = (name: string): string => (name.startsWith('/raw/') ? name : `/raw/${name}`)

/** Checks a Huawei certificate's fields without the network. */
export const parseHuaweiCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<HuaweiCertificate> => checkFields(fields, schema, huaweiCertificateFields)
