import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation, useParams } from 'wouter'

import { appsQuery } from '../data/apps.ts'

const storageKey = 'carillon-app'

/** The app of the address. For pages below `/apps/:sdkAppID`. */
export const useAppID = (): number => Number(useParams<{ sdkAppID: string }>().sdkAppID)

/** The app that the menu is about: that of the address, else the one looked at last, else the first. */
export const useCurrentApp = (): number | undefined => {
  const [path] = useLocation()
  const { data: apps } = useQuery(appsQuery)
  const named = Number(/^\/apps\/(\d+)/.exec(path)?.[1]) || undefined
  useEffect(() => {
    if (named !== undefined) sessionStorage.setItem(storageKey, String(named))
  }, [named])
  if (named !== undefined) return named
  const last = Number(sessionStorage.getItem(storageKey))
  return apps?.find((app) => app.sdkAppID === last)?.sdkAppID ?? apps?.[0]?.sdkAppID
}
