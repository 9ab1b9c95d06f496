import type {
  ConsoleCertificate,
  ConsoleCertificateDetail,
  ConsoleProbe,
  ConsoleVendor,
} from '@carillon/protocol'
import { queryOptions } from '@tanstack/react-query'

import { api } from '../api/client.ts'

export const vendorsQuery = queryOptions({
  queryKey: ['vendors'],
  queryFn: async ({ signal }) => (await api.get<{ vendors: ConsoleVendor[] }>('/vendors', signal)).vendors,
  staleTime: Infinity,
})

export const certificatesQuery = (sdkAppID: number) =>
  queryOptions({
    queryKey: ['apps', sdkAppID, 'certificates'],
    queryFn: async ({ signal }) =>
      (await api.get<{ certificates: ConsoleCertificate[] }>(`/apps/${sdkAppID}/certificates`, signal))
        .certificates,
  })

export const certificateQuery = (certificateID: number) =>
  queryOptions({
    queryKey: ['certificates', certificateID],
    queryFn: async ({ signal }) =>
      await api.get<ConsoleCertificateDetail>(`/certificates/${certificateID}`, signal),
  })

export type FieldValues = Readonly<Record<string, string>>

export const addCertificate = async (
  sdkAppID: number,
  given: { vendor: string; name: string; fields: FieldValues },
): Promise<ConsoleCertificateDetail> => await api.post(`/apps/${sdkAppID}/certificates`, given)

export const changeCertificate = async (
  certificateID: number,
  changes: { name?: string; fields?: FieldValues },
): Promise<ConsoleCertificateDetail> => await api.patch(`/certificates/${certificateID}`, changes)

export const deleteCertificate = async (certificateID: number): Promise<unknown> =>
  await api.delete(`/certificates/${certificateID}`)

export const probeCertificate = async (certificateID: number): Promise<ConsoleProbe> =>
  await api.post(`/certificates/${certificateID}/probe`)
