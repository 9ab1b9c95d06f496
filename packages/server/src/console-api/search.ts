/** The pattern of texts that begin with another, for `like`. */
export const beginningWith = (beginning: string): string =>
  `${beginning.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('\0', '')}%`

/** The first and the last text that begin with another, in the order of bytes. */
export const beginningRange = (beginning: string): [first: string, last: string] => {
  const first = beginning.replaceAll('\0', '')
  return [first, `${first}\u{10ffff}`]
}

/** As many of those that are found by their name come into a list: their order is not the list's. */
const mostByName = 1000

/**
 * The IDs of what begins with a text by ID or by name, in the order of the IDs' bytes. Reads along
 * indexes, a page at a time, however many there are. `$1` the app, `$2` and `$3` the range of the
 * text, `$4` the ID behind which the page begins, `$5` its length.
 */
export const foundIDs = (table: 'users' | 'groups', id: 'user_id' | 'group_id', name: string): string => `
  with by_name as materialized (
    select ${id} as id from ${table}
    where sdk_app_id = $1 and lower(${name}) ~>=~ lower($2) and lower(${name}) ~<=~ lower($3)
    order by lower(${name}) using ~<~ limit ${mostByName}
  ), found as (
    (select ${id} as id from ${table}
     where sdk_app_id = $1 and ${id} ~>=~ $2 and ${id} ~<=~ $3 and ${id} ~>~ $4
     order by ${id} using ~<~ limit $5)
    union
    (select id from by_name where id ~>~ $4 order by id using ~<~ limit $5)
  )`

/** A row without the columns that hold nothing. */
export const withoutNulls = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
