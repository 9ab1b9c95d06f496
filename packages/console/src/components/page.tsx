import { Container, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'

import { Failure } from './failure.tsx'

/** The frame of a page: its heading, what it is for, what can be done. */
export const Page = ({
  title,
  lead,
  actions,
  isWide = false,
  children,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  /** As wide as the window allows. */
  isWide?: boolean
  children: ReactNode
}) => {
  useEffect(() => {
    document.title = `${title} · Carillon`
  }, [title])
  return (
    <Container size={isWide ? 1720 : 'lg'} px={{ base: 0, xs: 'md' }} py={{ base: 'xs', sm: 'md' }}>
      <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {lead !== undefined && (
            <Text component="div" c="dimmed" mt={4} maw={680}>
              {lead}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Container>
  )
}

/** What a query brings: a grey shape of the same height while it is under way, a failure with a way on, or the content. */
export const Loaded = <T,>({
  query,
  height = 240,
  children,
}: {
  query: UseQueryResult<T>
  height?: number
  children: (data: T) => ReactNode
}) => {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton height={height} aria-busy="true" />
}

/** Nothing is there yet: what it would be, and what to do. */
export const Empty = ({ title, text, action }: { title: string; text: ReactNode; action?: ReactNode }) => (
  <Stack align="center" gap="xs" py={48} px="md" ta="center">
    <Text fw={600}>{title}</Text>
    <Text c="dimmed" maw={520}>
      {text}
    </Text>
    {action}
  </Stack>
)
