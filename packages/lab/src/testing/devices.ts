import type { DeliveredPush, DeviceVerdict, PushDevice } from '../emulator/device.ts'
import { randomHex } from '../random.ts'

/** A phone that only keeps what it gets. */
export class BareDevice implements PushDevice {
  readonly deviceID = randomHex(8)
  online = true
  notificationsAllowed = true
  verdict: DeviceVerdict = 'delivered'
  readonly pushes: DeliveredPush[] = []
  readonly deleted: string[] = []
  readonly revoked: number[] = []

  receive(push: DeliveredPush): DeviceVerdict {
    this.pushes.push(push)
    return this.verdict
  }

  messagesDeleted(token: string): void {
    this.deleted.push(token)
  }

  revoke(_token: string, notifyID: number): boolean {
    this.revoked.push(notifyID)
    return true
  }
}
