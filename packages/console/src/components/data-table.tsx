import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that scrolls by itself where the page is narrow. */
export const DataTable = ({
  heads,
  label,
  minWidth = 640,
  children,
}: {
  /** Heads of the columns; '' over what needs none. */
  heads: readonly string[]
  /** What the table holds, for those who do not see the page. */
  label: string
  minWidth?: number
  /** Rows. */
  children: ReactNode
}) => (
  <Table.ScrollContainer minWidth={minWidth} w="100%">
    <Table verticalSpacing="sm" highlightOnHover aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head, index) =>
            head === '' ? <Table.Td key={index} /> : <Table.Th key={index}>{head}</Table.Th>,
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
