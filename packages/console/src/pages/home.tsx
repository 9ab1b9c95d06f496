import { useQuery } from '@tanstack/react-query'
import { Redirect } from 'wouter'

import { useCurrentApp } from '../app/current-app.ts'
import { Loaded } from '../components/page.tsx'
import { appsQuery } from '../data/apps.ts'
import { AppsPage } from './apps.tsx'

/** Where the console opens: the overview of the app that was looked at last; the apps, while there is none. */
export const HomePage = () => {
  const apps = useQuery(appsQuery)
  const current = useCurrentApp()
  return (
    <Loaded query={apps}>
      {() => (current === undefined ? <AppsPage /> : <Redirect to={`/apps/${current}/overview`} replace />)}
    </Loaded>
  )
}
