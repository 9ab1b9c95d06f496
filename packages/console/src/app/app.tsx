import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryClient, QueryClientProvider, QueryCache } from '@tanstack/react-query'
import { Router } from 'wouter'

import { ApiError } from '../api/client.ts'
import { sessionQuery } from '../data/session.ts'
import { Pages } from './pages.tsx'
import { cssVariables, styleNonce, theme } from './theme.ts'

const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500

const createClient = (): QueryClient => {
  // Whoever was signed out elsewhere comes to the sign-in, and back to the same page.
  const noticeSignedOut = (error: unknown): void => {
    if (error instanceof ApiError && error.code === 'CRL_CONSOLE_SIGNED_OUT')
      client.setQueryData(sessionQuery.queryKey, null)
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({ onError: noticeSignedOut }),
    defaultOptions: {
      queries: { staleTime: 5000, retry: (failures, error) => !isRefusal(error) && failures < 2 },
    },
  })
  return client
}

const client = createClient()

/** The console. */
export const App = () => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={styleNonce}
  >
    <QueryClientProvider client={client}>
      <Router base="/console">
        <Pages />
      </Router>
    </QueryClientProvider>
  </MantineProvider>
)
