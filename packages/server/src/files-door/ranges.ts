import type { ByteRange } from '../files/index.ts'

/**
 * The part of a file a `Range` header asks for. Undefined for all of it: none is asked for, or in a form
 * that may be left out of account (several parts, another unit). 'none' when the file has no such part.
 */
export const rangeOf = (header: string | undefined, bytes: number): ByteRange | 'none' | undefined => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first === '') {
    const suffix = Math.min(Number(last), bytes)
    return suffix === 0 ? 'none' : { start: bytes - suffix, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= bytes ? 'none' : { start, end }
}
