import { ErrorCode } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from './callbacks.ts'

/** A failure as a value: what a method resolves to. */
export interface Failure extends V2TimCallback {
  data?: never
}

/** Success without data. */
export const ok = (): V2TimCallback => ({ code: ErrorCode.OK, desc: 'ok' })

/** Success with data. */
export const okWith = <T>(data: T): V2TimValueCallback<T> => ({ code: ErrorCode.OK, desc: 'ok', data })

/** Failure with a documented code and a text that says what to do. */
export const failure = (code: number, desc: string): Failure => ({ code, desc })

/** The bridge-level code of the original for ids that are not known. */
export const unknownIdCode = -1
