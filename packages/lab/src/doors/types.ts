/** Where a door of the lab listens. */
export interface DoorOptions {
  /** Default 127.0.0.1. */
  host?: string
  /** Default 0: a free one. */
  port?: number
}

/** A further way to the emulators. */
export interface LabDoor extends AsyncDisposable {
  readonly port: number
  /** Open connections now. */
  readonly connectionCount: number
  /** Stops listening and destroys what is open. May be called twice. */
  close(): Promise<void>
}
