import * as z from 'zod'

import { badgeClassField } from '../android-activity.ts'
import { checkFields, httpsURLField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import { missingClickField, pushClickOf, pushClickSchemas, type PushClick } from '../push-click.ts'
import { honorCertificateFields, honorImportances } from './fields.ts'

/** Honor's class of a push. */
export type HonorImportance = (typeof honorImportances)[number]

/** A checked Honor credential with the app's settings. */
export interface HonorCertificate {
  appID: string
  clientID: string
  clientSecret: string
  /** Without a trailing slash. */
  baseURL: string
  tokenURL: string
  importance: HonorImportance
  click: PushClick
  badgeClass?: string
}

const schema = z
  .strictObject({
    appID: z.string({ error: "the app's App ID" }).regex(/^\d{1,20}$/, 'must be the App ID, digits only'),
    clientID: z
      .string({ error: "the app's Client ID" })
      .regex(/^[\x21-\x7e]{1,200}$/, 'must be the Client ID, without spaces'),
    clientSecret: z
      .string({ error: "the app's Client Secret" })
      .regex(/^[\x21-\x7e]{8,200}$/, 'must be the Client Secret, 8 to 200 characters without spaces'),
    importance: z.enum(honorImportances, { error: 'must be NORMAL or LOW' }).default('NORMAL'),
    badgeClass: badgeClassField.optional(),
    ...pushClickSchemas,
    baseURL: httpsURLField('where Honor takes pushes').default('https://push-api.cloud.honor.com'),
    tokenURL: httpsURLField('where Honor gives access tokens').default(
      'https://iam.developer.honor.com/auth/token',
    ),
  })
  .superRefine((fields, context) => {
    const missing = missingClickField(fields)
    if (missing !== undefined)
      context.addIssue({ code: 'custom', path: [missing], message: 'needed for this clickAction' })
    if (fields.clientID === fields.appID)
      context.addIssue({
        code: 'custom',
        path: ['clientID'],
        message: 'that is the App ID; the Client ID stands beside it in the console',
      })
  })
  .transform(({ clickAction, clickURL, clickIntent, badgeClass, ...fields }): HonorCertificate => ({
    ...fields,
    click: pushClickOf({ clickAction, clickURL, clickIntent }),
    ...(badgeClass === undefined ? {} : { badgeClass }),
  }))

/** Checks an Honor certificate's fields without the network. */
export const parseHonorCertificate = (
  fields: Readonly<Record<string, unknown>>,
): CertificateResult<HonorCertificate> => checkFields(fields, schema, honorCertificateFields)
