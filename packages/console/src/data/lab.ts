import type {
  ConsoleLab,
  ConsoleLabAction,
  ConsoleLabFault,
  ConsoleLabRequest,
  ConsoleLabSent,
  ConsoleLabSwitch,
  VendorId,
} from '@carillon/protocol'
import { queryOptions } from '@tanstack/react-query'

import { api, queryText } from '../api/client.ts'

/** The lab as it stands. The server answers when there is news, so it is asked again at once. */
export const labQuery = queryOptions({
  queryKey: ['lab'],
  queryFn: async ({ signal, client, queryKey }) => {
    const known = client.getQueryData<ConsoleLab>(queryKey)
    return await api.get<ConsoleLab>(`/lab${queryText({ after: known?.version })}`, signal)
  },
  refetchInterval: ({ state }) => (state.status === 'error' ? 2000 : 100),
})

/** What the server asked a vendor; watched while it is looked at. */
export const labRequestsQuery = (vendor: VendorId, requestCount: number) =>
  queryOptions({
    queryKey: ['lab', 'requests', vendor, requestCount],
    queryFn: async ({ signal }) =>
      (await api.get<{ requests: ConsoleLabRequest[] }>(`/lab/vendors/${vendor}/requests`, signal)).requests,
    placeholderData: (before) => before,
  })

export const actOnPhone = async (vendor: VendorId, action: ConsoleLabAction): Promise<unknown> =>
  await api.post(`/lab/phones/${vendor}/actions`, { action })

export const tapNotification = async (vendor: VendorId, notificationID: number): Promise<unknown> =>
  await api.post(`/lab/phones/${vendor}/taps`, { notificationID })

export const turnSwitch = async (vendor: VendorId, name: ConsoleLabSwitch, isOn: boolean): Promise<unknown> =>
  await api.patch(`/lab/phones/${vendor}/switches`, { name, isOn })

export const turnChannel = async (
  vendor: VendorId,
  channelID: string,
  isEnabled: boolean,
): Promise<unknown> => await api.patch(`/lab/phones/${vendor}/channels`, { channelID, isEnabled })

export const sendInLab = async (given: {
  from: string
  to: readonly string[]
  text: string
}): Promise<readonly ConsoleLabSent[]> =>
  (await api.post<{ sent: ConsoleLabSent[] }>('/lab/messages', given)).sent

export const setVendorFault = async (vendor: VendorId, fault: ConsoleLabFault | null): Promise<unknown> =>
  await api.patch(`/lab/vendors/${vendor}/fault`, { fault })
