import type { EmulatorAnswer } from './types.ts'

/** A JSON answer. */
export const jsonAnswer = (status: number, body: unknown): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
})

/** A failure of what stands before a vendor's service, in none of its codes. */
export const pageAnswer = (status: number, text: string): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: `<html><body><h1>${status} ${text}</h1></body></html>`,
})
