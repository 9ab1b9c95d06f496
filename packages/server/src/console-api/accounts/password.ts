import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

import { utf8Bytes } from '@carillon/protocol'

/** What a password costs: 32 MB and about 0.2 s. N is 2 ** log2N. */
const cost = { log2N: 15, r: 8, p: 3 } as const
const keyBytes = 32

/** Passwords hashed at once; each takes 32 MB. */
const atOnce = 4
let running = 0
const waiting: (() => void)[] = []

/** Fewest characters of a password. */
const leastPasswordLength = 10
const mostPasswordBytes = 256

/** Why a password cannot be taken; undefined for one that can. */
export const passwordProblem = (password: string): string | undefined => {
  if (Array.from(password).length < leastPasswordLength)
    return `A password has at least ${leastPasswordLength} characters.`
  if (utf8Bytes(password) > mostPasswordBytes) return `A password has at most ${mostPasswordBytes} bytes.`
  if (/^(.)\1*$/u.test(password)) return 'A password has more than one character that repeats.'
  return undefined
}

/** Hashes a password with scrypt, its cost and salt written with it. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  const { log2N, r, p } = cost
  return `scrypt$${log2N}$${r}$${p}$${salt.toString('base64')}$${key.toString('base64')}`
}

/**
 * Whether a password is the hashed one. Without a hash it takes as long, and it is not: who asks does not
 * learn which names there are.
 */
export const verifyPassword = async (password: string, hash: string | undefined): Promise<boolean> => {
  const [, log2N, r, p, salt = '', key = ''] = (hash ?? nobodysHash).split('$')
  const expected = Buffer.from(key, 'base64')
  const given = await derive(password.slice(0, mostPasswordBytes), Buffer.from(salt, 'base64'), {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(given, expected) && hash !== undefined
}

const nobodysHash = `scrypt$${cost.log2N}$${cost.r}$${cost.p}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyBytes).toString('base64')}`

const derive = async (
  password: string,
  salt: Buffer,
  { log2N, r, p }: { log2N: number; r: number; p: number },
): Promise<Buffer> => {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    const N = 2 ** log2N
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password, salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
        if (error) reject(error)
        else resolve(key)
      })
    })
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}
