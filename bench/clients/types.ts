import type { Push, Target } from '../target.ts'

/** A way to push, made for a bench. */
export interface PushClient extends AsyncDisposable {
  /** Pushes at once; whether it says of each that the vendor took it. Never rejects. */
  send(pushes: readonly Push[]): Promise<readonly boolean[]>
}

/** Makes one. */
export type OpenClient = (target: Target) => PushClient | Promise<PushClient>
