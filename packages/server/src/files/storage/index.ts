import { join } from 'node:path'

import type { ServerConfig } from '../../config/index.ts'
import { OperatorError } from '../../operator-error.ts'
import { createDiskStorage } from './disk.ts'
import { createS3Storage } from './s3.ts'
import type { FileStorage } from './types.ts'

export type { ByteRange, FileStorage } from './types.ts'

/** The folder of files on this machine. */
export const filesFolder = ({ dataFolder, files }: Pick<ServerConfig, 'dataFolder' | 'files'>): string =>
  files.folder ?? join(dataFolder, 'files')

/**
 * The storage the configuration names.
 * @throws OperatorError when something of it is not given
 */
export const createStorage = (config: Pick<ServerConfig, 'dataFolder' | 'files'>): FileStorage => {
  const { storage, s3Endpoint, s3Region, s3Bucket, s3AccessKeyID, s3SecretAccessKey } = config.files
  if (storage === 'disk') return createDiskStorage(join(filesFolder(config), 'stored'))
  const needed = { s3Endpoint, s3Bucket, s3AccessKeyID, s3SecretAccessKey }
  const missing = Object.entries(needed).flatMap(([name, value]) =>
    value === undefined ? [`files.${name}`] : [],
  )
  if (
    s3Endpoint === undefined ||
    s3Bucket === undefined ||
    s3AccessKeyID === undefined ||
    s3SecretAccessKey === undefined
  )
    throw new OperatorError('CRL_CONFIG', `files.storage is s3, so ${missing.join(', ')} must be given.`)
  return createS3Storage({
    endpoint: s3Endpoint,
    region: s3Region,
    bucket: s3Bucket,
    accessKeyID: s3AccessKeyID,
    secretAccessKey: s3SecretAccessKey,
  })
}
