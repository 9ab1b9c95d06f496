import { shortened } from '../control/request-view.ts'
import type { LoggedRequest } from '../emulator/types.ts'
import type { LabVendorId } from '../lab-types.ts'

const longestPart = 40

/** One line of the log about a request: nobody's device token or credential stands in it whole. */
export const requestLine = (vendor: LabVendorId, request: LoggedRequest): string => {
  const { kind, method, path, answer, fault, httpVersion } = request
  const parts = path.split('/').map((part) => (part.length > longestPart ? shortened(part) : part))
  const outcome = answer === undefined ? 'no answer' : String(answer.status)
  const what = `${vendor} ${kind} ${method} ${parts.join('/')} HTTP/${httpVersion} ${outcome}`
  const line = fault === undefined ? what : `${what} (fault ${fault})`
  return `${new Date(request.receivedAtMs).toISOString()} ${printable(line)}\n`
}

const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e…]/g, '?')
