import * as z from 'zod'

import { shown } from '../certificate.ts'
import { isObject, parseObject } from '../json.ts'
import { rsaKeyField } from '../rsa-key.ts'

/** What of a service account's key file is used. */
export interface HuaweiServiceAccount {
  projectID: string
  keyID: string
  /** The account's own ID, who issues the access tokens. */
  subAccount: string
  /** PKCS#8 PEM. */
  privateKey: string
}

const where = 'developer.huawei.com > API Console > Service account key'

const keyFile = z
  .object({
    project_id: z
      .union([z.string(), z.number().transform(String)], { error: "the project's ID" })
      .refine((text) => /^\d{1,64}$/.test(text), "must be the project's ID, digits only"),
    key_id: z.string({ error: "the key's ID" }).regex(/^[\x21-\x7e]{1,200}$/, "must be the key's ID"),
    sub_account: z
      .union([z.string(), z.number().transform(String)], { error: "the service account's ID" })
      .refine((text) => /^[\x21-\x7e]{1,200}$/.test(text), "must be the service account's ID"),
    private_key: rsaKeyField,
  })
  .transform((file): HuaweiServiceAccount => ({
    projectID: file.project_id,
    keyID: file.key_id,
    subAccount: file.sub_account,
    privateKey: file.private_key,
  }))

/** The key file of a service account, as its text or as an object. */
export const serviceAccountField = z
  .union([z.string(), z.record(z.string(), z.unknown())], { error: 'the key file, as text or as an object' })
  .transform((value, context): HuaweiServiceAccount => {
    const fault = (message: string): void => context.addIssue({ code: 'custom', message })
    const file = typeof value === 'string' ? parseObject(value.replace(/^\uFEFF/, '')) : value
    if (!isObject(file)) {
      fault(`Found ${shown(value, true)} that are not JSON. Get the key file from ${where}.`)
      return z.NEVER
    }
    if ('agcgw' in file) {
      fault(`This is agconnect-services.json: it belongs into the app. Get the key file from ${where}.`)
      return z.NEVER
    }
    const result = keyFile.safeParse(file)
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      const name = String(issue.path[0])
      const found = file[name]
      fault(
        found === undefined
          ? `${name} is missing: ${issue.message}. Upload the key file as it was downloaded.`
          : `${name} is ${shown(found, name === 'private_key')}: ${issue.message}.`,
      )
    }
    return z.NEVER
  })
