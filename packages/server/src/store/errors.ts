import { OperatorError } from '../operator-error.ts'

/** Another process holds the data folder. */
export class StoreInUseError extends OperatorError {
  override readonly name = 'StoreInUseError'

  constructor(dataFolder: string, holderPid: number | undefined) {
    const who = holderPid === undefined ? 'another process' : `process ${holderPid}`
    super(
      'CRL_STORE_IN_USE',
      `The data folder ${dataFolder} is in use by ${who}. Stop that server first, or give this one a folder of its own (CARILLON_DATA_FOLDER).`,
    )
  }
}

/** The data folder was written by a version this one cannot read, or is not a data folder at all. */
export class StoreFormatError extends OperatorError {
  override readonly name = 'StoreFormatError'

  constructor(message: string) {
    super('CRL_STORE_FORMAT', message)
  }
}

/** The embedded PostgreSQL could not be started. */
export class StoreStartError extends OperatorError {
  override readonly name = 'StoreStartError'

  constructor(message: string, options?: ErrorOptions) {
    super('CRL_STORE_START', message, options)
  }
}

/** The embedded PostgreSQL died while it was in use. */
export class StoreFailedError extends OperatorError {
  override readonly name = 'StoreFailedError'

  constructor(message: string) {
    super('CRL_STORE_FAILED', message)
  }
}

/** More queries wait for a connection than allowed. Trying again later helps. */
export class StoreBusyError extends OperatorError {
  override readonly name = 'StoreBusyError'

  constructor(waiting: number) {
    super('CRL_STORE_BUSY', `${waiting} queries already wait for a database connection. Try again later.`)
  }
}

/** The database was migrated by a newer Carillon. */
export class DatabaseNewerError extends OperatorError {
  override readonly name = 'DatabaseNewerError'

  constructor(unknown: readonly string[]) {
    super(
      'CRL_DATABASE_NEWER',
      `The database was migrated by a newer Carillon (it holds ${unknown.join(', ')}). Run that version, or restore a backup made before the update.`,
    )
  }
}
