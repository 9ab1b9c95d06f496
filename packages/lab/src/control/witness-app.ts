import type { AppContext, AppProcess, InstalledApp, NotificationTap } from '../phone/app-types.ts'
import type { DeliveredPush } from '../emulator/device.ts'

const maxKept = 1_000

/** The app on the lab's own phones: it keeps what the system tells it, for tests to read. */
export class WitnessApp implements InstalledApp {
  /** Taps it was opened with, oldest first. */
  readonly taps: NotificationTap[] = []
  /** Data-only messages, VoIP pushes, and notifications that came while it was in front. */
  readonly handedOver: DeliveredPush[] = []

  launch(context: AppContext): AppProcess {
    const tapped = (): void => {
      for (const tap of context.takeTaps()) keep(this.taps, tap)
    }
    const handed = (push: DeliveredPush): void => keep(this.handedOver, push)
    tapped()
    return {
      onForeground: tapped,
      onNotificationTapped: (tap) => {
        keep(this.taps, tap)
        return true
      },
      onPushWhileForeground: handed,
      onDataMessage: handed,
      onVoIPPush: handed,
    }
  }
}

const keep = <T>(list: T[], item: T): void => {
  list.push(item)
  if (list.length > maxKept) list.shift()
}
