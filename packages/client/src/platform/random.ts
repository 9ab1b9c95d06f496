import { globals } from './globals.ts'

/** A random uint32, from the platform's cryptographic source where it has one. */
export const randomUint32 = (): number => {
  const { crypto } = globals
  if (crypto?.getRandomValues !== undefined) return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  return Math.floor(Math.random() * 0x1_0000_0000)
}

/** A random UUID (version 4), without crypto.randomUUID, which pages served over plain HTTP and React Native lack. */
export const randomUUID = (): string => {
  const words = [randomUint32(), randomUint32(), randomUint32(), randomUint32()]
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}
