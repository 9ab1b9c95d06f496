import type { NativeCarillonPush, NativeMessage } from '../native/spec.ts'
import { normaliseTap } from '../taps/normalise.ts'
import type { Timer } from '../timer.ts'

const lookEveryMs = 1000

/** How the notification was noticed. */
export type Arrival = 'given to the app' | 'in the tray'

/** The echo of one self test, as it can be recognised. */
export interface Echo {
  /** Stands in the tray. */
  title: string
  ext: string
}

/**
 * Waits for the echo: the vendor hands it to the app, or it stands in the tray, from where it is taken
 * away. Listens from the call on. Undefined when it did not come in time.
 */
export const waitForEcho = (
  native: NativeCarillonPush,
  timer: Timer,
  { title, ext }: Echo,
): { arrived(withinMs: number): Promise<Arrival | undefined>; end(): void } => {
  let heard: Arrival | undefined
  let wake: (() => void) | undefined
  const isEcho = ({ vendor, raw }: NativeMessage): boolean =>
    normaliseTap({ tapID: '', vendor, coldStart: false, raw }).ext === ext
  const unsubscribe = native.addEventListener((event) => {
    if (event.type !== 'message' || !isEcho(event.message)) return
    heard = 'given to the app'
    wake?.()
  })
  const look = async (): Promise<void> => {
    const shown = (await native.getDeliveredNotifications()).filter((each) => each.title === title)
    if (shown.length === 0) return
    heard ??= 'in the tray'
    await native.removeDeliveredNotifications(shown.map(({ notificationID }) => notificationID))
  }
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = timer.after(delayMs, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  return {
    async arrived(withinMs) {
      for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
        await look()
        if (heard !== undefined || waitedMs >= withinMs) return heard
        await pause(lookEveryMs)
      }
    },
    end: unsubscribe,
  }
}
