import type { VendorAnswer } from '../channel.ts'
import { parseObject, textOf } from '../json.ts'

/** OPPO's envelope `{code, message, data}`; business errors come with HTTP 200. */
export interface OppoEnvelope {
  code: number
  message?: string
  data: unknown
}

/** The envelope of an answer; undefined when the body is none. */
export const envelopeOf = (answer: VendorAnswer): OppoEnvelope | undefined => {
  const body = parseObject(answer.body)
  const code = codeOf(body?.['code'])
  if (body === undefined || code === undefined) return undefined
  const message = textOf(body['message'])
  return { code, data: body['data'], ...(message === undefined ? {} : { message }) }
}

/** A code as number or text of one. */
export const codeOf = (code: unknown): number | undefined => {
  if (typeof code === 'string') return /^-?\d{1,9}$/.test(code) ? Number(code) : undefined
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined
}
