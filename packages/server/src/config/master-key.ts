import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { ConfigError } from './config-error.ts'
import { masterKeyBytes, type ServerConfig } from './keys.ts'

/**
 * The key that seals credentials: from the configuration, or `master.key` in the data folder, which is
 * made when it does not exist.
 * @returns 32 bytes
 * @throws ConfigError when the file holds something else
 */
export const loadMasterKey = async (
  config: Pick<ServerConfig, 'dataFolder' | 'masterKey'>,
): Promise<Buffer> => {
  if (config.masterKey !== undefined) return Buffer.from(config.masterKey, 'base64')
  const file = join(config.dataFolder, 'master.key')
  const text = (await readIfThere(file)) ?? (await make(config.dataFolder, file))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== masterKeyBytes)
    throw new ConfigError([
      {
        key: file,
        message: `expected ${masterKeyBytes} bytes in base64, got ${key.length}. Restore it from a backup: what it sealed cannot be opened without it`,
      },
    ])
  return key
}

const make = async (folder: string, file: string): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const text = `${randomBytes(masterKeyBytes).toString('base64')}\n`
  const aside = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(aside, text, { mode: 0o600, flush: true })
  try {
    // Complete or not there, and the first of several who start at once wins.
    await link(aside, file)
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return await readFile(file, 'utf8')
  } finally {
    await rm(aside, { force: true })
  }
}

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
