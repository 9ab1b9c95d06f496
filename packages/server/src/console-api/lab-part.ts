import type {
  ConsoleLab,
  ConsoleLabAction,
  ConsoleLabFault,
  ConsoleLabRequest,
  ConsoleLabSent,
  ConsoleLabSwitch,
  VendorId,
} from '@carillon/protocol'

/**
 * The lab as the console sees it: phones of the vendors, and the vendors themselves. The server never
 * imports the lab; who starts both hands this in. What cannot be done is an OperatorError.
 */
export interface ConsoleLabPart {
  /** The lab as it stands. */
  view(): ConsoleLab
  /** Resolves when the lab's version is beyond `version`, or after `atMostMs`. */
  changed(version: number, atMostMs: number): Promise<void>
  /** Does what a person does with a phone. */
  act(vendor: VendorId, action: ConsoleLabAction): Promise<void>
  /** Taps a notification in the tray. */
  tap(vendor: VendorId, notificationID: number): Promise<void>
  setSwitch(vendor: VendorId, name: ConsoleLabSwitch, isOn: boolean): void
  setChannel(vendor: VendorId, channelID: string, isEnabled: boolean): void
  /** Sends a text from a user to others; the app of a sender with a phone must run. */
  send(fromUserID: string, toUserIDs: readonly string[], text: string): Promise<readonly ConsoleLabSent[]>
  /** Switches the one fault of a vendor on, or all off. */
  setFault(vendor: VendorId, fault: ConsoleLabFault | undefined): void
  /** The latest requests to a vendor, latest first. */
  requests(vendor: VendorId): readonly ConsoleLabRequest[]
}
