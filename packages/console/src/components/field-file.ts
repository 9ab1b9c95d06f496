import type { ConsoleCertificateField } from '@carillon/protocol'

/** A service account has 2 KB, a .p12 up to 10. */
const mostBytes = 72 * 1024

/** What a person may choose for each kind of field. */
export const fileTypes: Partial<Record<ConsoleCertificateField['kind'], string>> = {
  'json-file': '.json,application/json',
  'pem-file': '.p8,.pem,.cer,.crt,.key',
  'p12-file': '.p12,.pfx',
}

/** What a file holds for its field, or why it is the wrong one. */
export type FieldFile =
  | { ok: true; text: string }
  | { ok: false; problem: 'tooLarge' | 'noJSON' | 'noPEM' | 'noP12' | 'unreadable' }

/** Reads a file for a field: JSON and PEM as text, PKCS#12 in base64. */
export const readFieldFile = async (
  file: Pick<File, 'size' | 'arrayBuffer'>,
  kind: ConsoleCertificateField['kind'],
): Promise<FieldFile> => {
  if (file.size > mostBytes) return { ok: false, problem: 'tooLarge' }
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  )
  if (bytes === undefined) return { ok: false, problem: 'unreadable' }
  // PKCS#12 is a DER sequence.
  if (kind === 'p12-file')
    return bytes[0] === 0x30 ? { ok: true, text: base64(bytes) } : { ok: false, problem: 'noP12' }
  const text = new TextDecoder().decode(bytes)
  if (kind === 'json-file') return isObject(text) ? { ok: true, text } : { ok: false, problem: 'noJSON' }
  return text.includes('-----BEGIN ') ? { ok: true, text } : { ok: false, problem: 'noPEM' }
}

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
